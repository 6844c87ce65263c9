"""The portal 政府信息公开专栏, and the pages of the office that draw on several rooms."""
