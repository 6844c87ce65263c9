"""The engine for more than one machine (the ``distributed`` extra): the same expressions on Spark."""

import os
from typing import Any

import ibis
from pyspark.sql import SparkSession

LOCAL = "local[*]"
"""GONGKAI_SPARK_MASTER names another."""


def connect() -> Any:
    """An ibis backend over a Spark session."""
    master = os.environ.get("GONGKAI_SPARK_MASTER", LOCAL)
    builder = SparkSession.builder.appName("gongkai").master(master).config("spark.ui.enabled", "false")
    if master.startswith("local"):
        builder = builder.config("spark.driver.host", "127.0.0.1")
        builder = builder.config("spark.driver.bindAddress", "127.0.0.1")
    return ibis.pyspark.connect(builder.getOrCreate())
