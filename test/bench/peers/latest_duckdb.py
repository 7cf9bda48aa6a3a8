"""The latest record of every (movie, user) by DuckDB, in the fastest form that was found.

The forms that were tried, for 10 M lines with 6.9 M keys (in brackets with 200 k keys). Each figure is the median wall
time of 6 (of 5) runs. The forms took turns, with 2 threads on 2 cores that other programs used too.
    this form                                              3.65 s (1.67 s)
    this form, and PER_THREAD_OUTPUT                       3.66 s (1.75 s)
    this form, and new_line given to read_csv              3.83 s
    rating VARCHAR                                         4.00 s (1.70 s)
    rating VARCHAR, and PER_THREAD_OUTPUT                  3.86 s
    rating FLOAT                                           4.22 s
    quoting left on in COPY                                4.96 s (this form took 3.85 s beside it)
DECIMAL does not keep the bytes of every rating (3.50 comes out as 3.5), but it keeps those of this data. The peer is
given the form that is fastest for it.

These forms were slower. Each figure is a median of 3 runs with rating VARCHAR, at a time when the machine was busier:
this form took 3.72 s, and 4.96 s with rating VARCHAR.
    max(struct) 4.39 s, arg_max(struct) 5.10 s, arg_max_null 4.38 s, max(stamp || rating) 4.61 s, stamp INTEGER 4.71 s
    both columns as one key 4.74 s, insertion order preserved 4.52 s, a smaller buffer_size 4.33 s
    strict_mode off 4.42 s, the allocator's background threads 4.54 s
    QUALIFY row_number() = 1 4.71 s, DISTINCT ON 9.78 s

The forms that were tried for the other formats, with 10 M lines and 6.9 M keys. The figures are the wall times (in
brackets the CPU times) of 2 runs on a busy machine.
    quoted: this form                                      8.1 and 4.0 s (8.6 and 7.3 s)
            strict_mode off                                6.4 and 4.0 s (8.8 and 7.4 s)
            rating VARCHAR                                 5.6 and 4.5 s (8.6 and 8.4 s)
    colons: this form                                      7.5 and 3.4 s (7.4 and 6.5 s)
            rating VARCHAR                                 5.1 and 3.7 s (7.7 and 6.9 s)
    ordered: this form, both order columns in one HUGEINT  29 and 13 s (11.6 and 9.7 s)
            both in one BIGINT (whole seconds, 30 bits)    29 and 18 s (11.9 and 11.4 s)
            max(struct) of both and the rating             40 and 15 s (14.4 and 12.4 s)
With 1 M lines other forms took as much CPU time as these, or more. Of `quoted` this form took 1.04 s: new_line given
1.04 s, PER_THREAD_OUTPUT 1.03 s, FORCE_QUOTE 1.01 s, a smaller buffer_size 0.97 s. Of `colons` it took 0.87 s: new_line
0.85 s, PER_THREAD_OUTPUT 0.99 s. Of `ordered` it took 1.17 s: arg_max by a struct 1.48 s, arg_max by a row 1.62 s,
strftime in place of TIMESTAMPFORMAT 1.53 s, timestampformat given to read_csv 1.52 s, the text kept beside the instant
1.35 s, QUALIFY 1.52 s, DISTINCT ON 1.98 s.
"""

import argparse

import duckdb


PAIR = "'movie': 'VARCHAR', 'viewer': 'VARCHAR', 'rating': 'DECIMAL(3,1)'"

LATEST = f"""
    SELECT movie, viewer, arg_max(rating, stamp), max(stamp)
    FROM read_csv({{reading}}, columns = {{{{{PAIR}, 'stamp': 'BIGINT'}}}})
    GROUP BY movie, viewer
"""
# The upper 64 bits of `latest` hold the instant, and the lower 64 bits hold the sequence number.
LATEST_BY_BOTH = f"""
    SELECT movie, viewer, rating, make_timestamp((latest >> 64)::BIGINT), (latest & 18446744073709551615)::BIGINT
    FROM (
        SELECT movie, viewer, arg_max(rating, latest) AS rating, max(latest) AS latest
        FROM (
            SELECT movie, viewer, rating, (epoch_us(seen)::HUGEINT << 64) | seq AS latest
            FROM read_csv({{reading}}, columns = {{{{{PAIR}, 'seen': 'TIMESTAMP', 'seq': 'BIGINT'}}}})
        )
        GROUP BY movie, viewer
    )
"""

# For each format: its query, its delimiter, its quote, and further options of the COPY that writes the result.
FORMATS = {
    "plain": (LATEST, "^", "", ""),
    "quoted": (LATEST, ",", '"', ""),
    "colons": (LATEST, "::", "", ""),
    "ordered": (LATEST_BY_BOTH, "^", "", ", TIMESTAMPFORMAT '%Y-%m-%dT%H:%M:%SZ'"),
}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("inputs", nargs="+")
    parser.add_argument("--output", required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--format", choices=FORMATS, required=True)
    parser.add_argument("--memory-limit")
    parser.add_argument("--temp")
    options = parser.parse_args()

    query, delimiter, quote, more = FORMATS[options.format]
    inputs = ", ".join(literal(name) for name in options.inputs)
    dialect = f"delim = '{delimiter}', quote = '{quote}', escape = '{quote}'"
    latest = query.format(reading=f"[{inputs}], auto_detect = false, header = false, {dialect}")
    writing = f"FORMAT csv, HEADER false, DELIMITER '{delimiter}', QUOTE '{quote}', ESCAPE '{quote}'{more}"
    database = duckdb.connect(config=settings(options))
    database.execute(f"COPY ({latest}) TO {literal(options.output)} ({writing})")


def settings(options):
    chosen = {"threads": options.threads, "preserve_insertion_order": False}
    if options.memory_limit:
        chosen["memory_limit"] = options.memory_limit
    if options.temp:
        chosen["temp_directory"] = options.temp
    return chosen


def literal(text):
    return "'" + text.replace("'", "''") + "'"


main()
