"""The site 网站: the public portal and the office, on Django."""
