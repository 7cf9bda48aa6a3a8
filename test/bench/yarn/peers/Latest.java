import org.apache.flink.api.common.functions.GroupReduceFunction;
import org.apache.flink.api.java.ExecutionEnvironment;
import org.apache.flink.api.java.tuple.Tuple4;
import org.apache.flink.core.fs.FileSystem.WriteMode;
import org.apache.flink.util.Collector;

/**
 * The latest record of every (movie, user) by Flink, in the form of the program that this kit re-creates: `Latest INPUT
 * OUTPUT`, both URIs of folders.
 */
public final class Latest {
  /** Of records with the same time the one that arrives last is kept, therefore chance decides between them. */
  static final class KeepLatest
      implements GroupReduceFunction<
          Tuple4<String, String, String, Long>, Tuple4<String, String, String, Long>> {
    @Override
    public void reduce(
        Iterable<Tuple4<String, String, String, Long>> records,
        Collector<Tuple4<String, String, String, Long>> kept) {
      Tuple4<String, String, String, Long> latest = null;
      for (Tuple4<String, String, String, Long> record : records) {
        if (latest == null || record.f3 >= latest.f3) latest = record;
      }
      kept.collect(latest);
    }
  }

  public static void main(String[] args) throws Exception {
    ExecutionEnvironment environment = ExecutionEnvironment.getExecutionEnvironment();
    environment
        .readCsvFile(args[0])
        .fieldDelimiter("^")
        .lineDelimiter("\n")
        .types(String.class, String.class, String.class, Long.class)
        .groupBy(0, 1)
        .reduceGroup(new KeepLatest())
        .writeAsCsv(args[1], "\n", "^", WriteMode.OVERWRITE);
    environment.execute("latest");
  }
}
