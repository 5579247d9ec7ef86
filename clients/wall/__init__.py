"""The wall screen (大屏): the read-only desk in a browser, everything from this machine."""
