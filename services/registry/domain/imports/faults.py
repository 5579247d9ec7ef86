"""Why a file is refused as a whole: each code once, with a sentence the clerk can act on."""

from services.kit.refusal import Refusal

FIELD = "file"

MOST_ROWS = 200_000
MOST_COLUMNS = 64
MOST_SHEETS = 20


def old_or_encrypted() -> Refusal:
    """An OLE2 container: a file protected by a password, or one of Excel 97-2003."""
    return Refusal(
        "ENCRYPTED_OR_OLD_FORMAT",
        "文件设有打开密码或是旧版 .xls 格式，请去掉密码并另存为 .xlsx 后再导入。",
        FIELD,
    )


def too_large(why: str) -> Refusal:
    """More than a roster can be: in bytes, unpacked bytes, or what unpacking would take."""
    return Refusal("FILE_TOO_LARGE", f"文件过大：{why}，请拆分后再导入。", FIELD)


def too_costly() -> Refusal:
    """Reading it came to the limits of memory or time."""
    return too_large("读取所需的内存或时间超出限度")


def too_many_rows(where: str) -> Refusal:
    """More rows than one import takes."""
    return Refusal(
        "TOO_MANY_ROWS", f"{where}超过 {MOST_ROWS:,} 行，请按地区拆成几个文件再导入。", FIELD
    )


def too_many_columns(cell: str) -> Refusal:
    """A value far to the right of any column of ours."""
    return Refusal(
        "TOO_MANY_COLUMNS", f"单元格 {cell} 有内容，超过 {MOST_COLUMNS} 列，请删除多余的列。", FIELD
    )


def not_a_spreadsheet() -> Refusal:
    """Neither xlsx nor text."""
    return Refusal("NOT_A_SPREADSHEET", "文件不是 .xlsx 或 .csv 表格，请另存后再导入。", FIELD)


def broken() -> Refusal:
    """A container or table that contradicts itself."""
    return Refusal("BROKEN_FILE", "文件已损坏或被改动，请用表格软件重新另存后再导入。", FIELD)


def unknown_encoding() -> Refusal:
    """Text that is neither UTF-8 nor GB18030."""
    return Refusal(
        "UNKNOWN_ENCODING", "文件编码不是 UTF-8 或 GBK，请另存为“CSV UTF-8”后再导入。", FIELD
    )


def no_header() -> Refusal:
    """No sheet has a row that looks like a header of ours."""
    return Refusal(
        "NO_HEADER",
        "没有找到表头：前 30 行中应有一行写明“单位代码、姓名、岗位”等列名，可先导出一份作样式。",
        FIELD,
    )


def missing_column(sheet: str, kind: str, columns: str) -> Refusal:
    """A header without a column that its rows cannot do without."""
    return Refusal(
        "MISSING_COLUMN", f"工作表“{sheet}”（{kind}）缺少列“{columns}”，请补上列名后再导入。", FIELD
    )


def twice_a_column(sheet: str, columns: str) -> Refusal:
    """Two columns of the header mean the same."""
    return Refusal(
        "COLUMN_TWICE", f"工作表“{sheet}”有两列含义相同：{columns}，请只保留一列。", FIELD
    )


def empty() -> Refusal:
    """A header and nothing below it."""
    return Refusal("EMPTY_FILE", "表头下面没有数据行，请核对是否选错了文件。", FIELD)
