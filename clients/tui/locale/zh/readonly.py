"""A desk that only reads."""

TEXTS = {
    "readonly.why": "本席只读，不能写入；要写入请不带 --readonly 重开",
    "readonly.commit": "只读，不能提交",
    "readonly.mark": "只读",
}
