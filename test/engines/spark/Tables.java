import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.hive.conf.HiveConf;
import org.apache.hadoop.hive.metastore.HiveMetaStoreClient;
import org.apache.hadoop.hive.metastore.IMetaStoreClient;
import org.apache.hadoop.hive.metastore.api.FieldSchema;
import org.apache.hadoop.hive.metastore.api.SerDeInfo;
import org.apache.hadoop.hive.metastore.api.StorageDescriptor;
import org.apache.hadoop.hive.metastore.api.Table;
import org.apache.spark.sql.SparkSession;

/**
 * One Spark for many queries, with a metastore of Hive in memory. Each line of the input is a request in JSON: {"table": a
 * `TableInput` of Glue}, which is put into the metastore field by field, as Glue's catalog is shown to Spark on EMR; or
 * {"query": SQL}. The answer is a line too: {"rows": [an object each]} or {"error": text}.
 */
public final class Tables {
  private static final ObjectMapper JSON = new ObjectMapper();

  public static void main(String[] args) throws Exception {
    PrintStream answers = System.out;
    // some libraries print their news
    System.setOut(System.err);
    SparkSession spark = SparkSession.builder().enableHiveSupport().getOrCreate();
    IMetaStoreClient metastore =
        new HiveMetaStoreClient(new HiveConf(spark.sparkContext().hadoopConfiguration(), HiveConf.class));
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line; (line = requests.readLine()) != null; ) {
      answers.write((answer(spark, metastore, JSON.readTree(line)) + "\n").getBytes(StandardCharsets.UTF_8));
      answers.flush();
    }
    spark.stop();
  }

  private static ObjectNode answer(SparkSession spark, IMetaStoreClient metastore, JsonNode request) {
    ObjectNode answer = JSON.createObjectNode();
    try {
      List<String> rows = List.of();
      if (request.has("table")) metastore.createTable(tableOf(request.get("table")));
      else rows = spark.sql(request.get("query").textValue()).toJSON().collectAsList();
      for (String row : rows) answer.withArray("rows").add(JSON.readTree(row));
      answer.withArray("rows");
    } catch (Exception error) {
      answer.removeAll();
      answer.put("error", error.toString());
    }
    return answer;
  }

  private static Table tableOf(JsonNode input) {
    JsonNode described = input.get("StorageDescriptor");
    JsonNode serde = described.get("SerdeInfo");
    StorageDescriptor storage = new StorageDescriptor();
    List<FieldSchema> columns = new ArrayList<>();
    for (JsonNode column : described.get("Columns")) {
      columns.add(new FieldSchema(column.get("Name").textValue(), column.get("Type").textValue(), null));
    }
    storage.setCols(columns);
    storage.setLocation(described.get("Location").textValue());
    storage.setInputFormat(described.get("InputFormat").textValue());
    storage.setOutputFormat(described.get("OutputFormat").textValue());
    storage.setCompressed(described.get("Compressed").booleanValue());
    storage.setSerdeInfo(
        new SerDeInfo(null, serde.get("SerializationLibrary").textValue(), textsOf(serde.get("Parameters"))));
    Table table = new Table();
    table.setDbName("default");
    table.setTableName(input.get("Name").textValue());
    table.setTableType(input.get("TableType").textValue());
    table.setParameters(textsOf(input.get("Parameters")));
    table.setPartitionKeys(new ArrayList<>());
    table.setSd(storage);
    return table;
  }

  private static Map<String, String> textsOf(JsonNode object) {
    Map<String, String> texts = new HashMap<>();
    object.fields().forEachRemaining(field -> texts.put(field.getKey(), field.getValue().textValue()));
    return texts;
  }
}
