"""The latest record of every (movie, user) by Spark on YARN: latest_spark.py INPUT OUTPUT, both URIs of folders."""

import sys

from pyspark.sql import SparkSession, functions as f

SCHEMA = "movie string, user string, rating int, stamp bigint"

spark = SparkSession.builder.getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
records = spark.read.csv(sys.argv[1], sep="^", quote="", schema=SCHEMA)
latest = records.groupBy("movie", "user").agg(f.max_by("rating", "stamp"), f.max("stamp"))
latest.write.csv(sys.argv[2], sep="^", quote="", mode="overwrite")
