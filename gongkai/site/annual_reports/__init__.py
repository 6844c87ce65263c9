"""Annual reports 年度报告（条例第四十九、五十条）: uploaded, read, checked, confirmed, published."""
