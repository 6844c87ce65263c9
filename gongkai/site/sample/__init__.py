"""示例数据: a fictional county, entered through the same acts as real data."""
