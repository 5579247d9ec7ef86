"""Office documents (公文) as values, and as text, docx and xlsx.

A feature builds a `Document` of blocks (``model``: pure, for domains) and its edge renders it
(``rendering``):

    document = Document(
        title="值班交接班单", unit="市政府办公室", on=date(2026, 11, 21), made_at=now,
        blocks=(
            Heading("应办事项"),
            Table("应办事项", (Column("事项"), Column("时限", Kind.TIME)), rows, empty="本班无"),
            Note("时间均为北京时间。"),
        ),
        signature=Signature(unit="市政府办公室", on=date(2026, 11, 21)),
        signers=(Signer("交班人", "某某"), Signer("接班人")),
    )
    rendered = render(document, Form.DOCX)   # body, name, media_type; the same bytes every time

Headings are numbered 一、（一）1. by the renderers. A table without rows says its ``empty``. Of an
exercise every page says so. The level of secrecy (密级) is left blank for people to fill in.
"""
