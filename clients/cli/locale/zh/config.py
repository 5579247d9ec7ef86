"""The configuration file."""

TEXTS = {
    "config.secret": "读不到密钥文件 {file}：{reason}。",
    "config.toml": "配置文件 {file} 有误：{error}。",
}
