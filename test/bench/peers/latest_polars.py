"""The latest record of every (movie, user) by Polars, in the fastest form that was found.

The forms that were tried, for 10 M lines with 6.9 M keys (in brackets with 200 k keys). Each figure is the median wall
time of 6 (of 5) runs. The forms took turns, with 2 threads on 2 cores that other programs used too.
    this form, rating Categorical                          2.70 s (1.74 s)
    this form, rating Float32                              2.98 s (1.57 s)
    this form, rating String                               3.10 s (1.57 s)
The form that is faster depends on the data, so the caller says how the rating is read. Both keep its bytes.

These forms were slower. Each figure is a median of 2 or 3 runs with rating String, at a time when the machine was
busier and this form with rating String took 3.4 to 3.8 s:
    max_by for both columns                                3.99 s
    write_csv after collect                                3.54 s
    quoting left on                                        3.78 s
    other sizes of morsel, sink batch and hot table        3.5 to 3.7 s
    sort_by(stamp).last()                                  4.43 s
    both columns as one key                                4.57 s
    get(stamp.arg_max())                                   6.14 s
    movie Categorical                                      7.12 s
    struct.max_by()                                        13.70 s
    filter(stamp == stamp.max()).last()                    15.49 s

The forms that were tried for the other formats, with 10 M lines and 6.9 M keys. The figures are the wall times (in
brackets the CPU times) of 2 runs on a busy machine.
    quoted: this form, rating Categorical                  6.8 and 3.6 s (6.8 and 6.8 s)
            rating Float32                                 6.8 and 3.6 s (6.7 and 6.5 s)
            rating String                                  9.0 and 4.2 s (8.3 and 7.8 s)
    ordered: this form, both order columns in one Int64    24 and 6.7 s (8.1 and 9.8 s)
            the same, rating String                        30 and 13 s (9.5 and 10.0 s)
            both in one Int128, rating Categorical         15 and 7.5 s (11.9 and 10.8 s)
            both in one Int128, rating String              22 and 13 s (12.9 and 13.4 s)
            max_by a struct of both                        26 and 10 s (18.2 and 17.3 s)
With 1 M lines this form of `ordered` took 1.05 s of CPU time. Other forms took more: the schema's Datetime 1.92 s,
struct.max_by 2.37 s, sort_by of both columns and last 1.36 s, filter of the latest instant 6.33 s, sort and unique
1.31 s. One Int64 cannot hold every instant and number, but it holds those of this data: whole seconds, and numbers below
2^30.
"""

import argparse
import os

INSTANT = "%Y-%m-%dT%H:%M:%SZ"
SEQUENCE_NUMBERS = 1 << 30


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--output", required=True)
    parser.add_argument("--threads", required=True)
    parser.add_argument("--format", choices=["plain", "quoted", "ordered"], required=True)
    parser.add_argument("--rating", choices=["Categorical", "String"], required=True)
    options = parser.parse_args()

    os.environ["POLARS_MAX_THREADS"] = options.threads  # Polars reads this once, when it is imported
    import polars as pl

    rating = getattr(pl, options.rating)
    separator = "," if options.format == "quoted" else "^"
    order = {"seen": pl.String, "seq": pl.Int64} if options.format == "ordered" else {"stamp": pl.Int64}
    ratings = pl.scan_csv(
        options.inputs,
        separator=separator,
        has_header=False,
        quote_char='"' if options.format == "quoted" else None,
        schema={"movie": pl.String, "viewer": pl.String, "rating": rating, **order},
        glob=False,
    )
    latest = latest_by_both(pl, ratings) if options.format == "ordered" else latest_of(pl, ratings)
    latest.sink_csv(
        options.output,
        separator=separator,
        include_header=False,
        quote_style="necessary" if options.format == "quoted" else "never",
        datetime_format=INSTANT,
        maintain_order=False,
        engine="streaming",
    )


def latest_of(pl, ratings):
    return ratings.group_by("movie", "viewer").agg(pl.col("rating").max_by("stamp"), pl.col("stamp").max())


def latest_by_both(pl, ratings):
    seconds = pl.col("seen").str.to_datetime(INSTANT, time_unit="us").dt.epoch("s")
    latest = pl.col("latest")
    return (
        ratings.select("movie", "viewer", "rating", latest=seconds * SEQUENCE_NUMBERS + pl.col("seq"))
        .group_by("movie", "viewer")
        .agg(pl.col("rating").max_by("latest"), latest.max())
        .select(
            "movie",
            "viewer",
            "rating",
            (latest // SEQUENCE_NUMBERS * 1_000_000).cast(pl.Datetime("us")).alias("seen"),
            latest & (SEQUENCE_NUMBERS - 1),
        )
    )


main()
