package dev.geodesic.export;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.geodesic.export.NumpyReader.Array;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * What a model predicts for some samples, by the library that its file is for.
 *
 * @param labels the name of the likeliest class of each sample
 * @param probabilities {@code [samples][classes]}
 */
public record Predictions(List<String> labels, double[][] probabilities) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Returns the predictions of probabilities. */
  public static Predictions of(List<String> classes, double[][] probabilities) {
    return new Predictions(
        Arrays.stream(probabilities).map(row -> classes.get(largest(row))).toList(), probabilities);
  }

  private static int largest(double[] row) {
    int largest = 0;
    for (int c = 1; c < row.length; c++) {
      largest = row[c] > row[largest] ? c : largest;
    }
    return largest;
  }

  /** Requires the same label of every sample, and probabilities within a tolerance. */
  public void assertSameAs(Predictions expected, double tolerance) {
    assertThat(labels).isEqualTo(expected.labels);
    for (int i = 0; i < probabilities.length; i++) {
      for (int c = 0; c < probabilities[i].length; c++) {
        assertThat(Math.abs(probabilities[i][c] - expected.probabilities[i][c]))
            .as("sample %d, class %d", i, c)
            .isLessThan(tolerance);
      }
    }
  }

  /** Predicts with a NumPy archive, in plain Java. */
  public static Predictions archive(Path file, double[][] raw) throws IOException {
    Map<String, Array> arrays = NumpyReader.read(file);
    JsonNode facts = JSON.readTree((String) NumpyReader.array(arrays, "metadata").values().get(0));
    double[][] outputs = new double[raw.length][];
    for (int i = 0; i < raw.length; i++) {
      double[] below = new double[raw[i].length];
      for (int f = 0; f < below.length; f++) {
        below[f] =
            (raw[i][f] - NumpyReader.array(arrays, "offset").number(f))
                * NumpyReader.array(arrays, "factor").number(f);
      }
      int layers = facts.get("layers").asInt();
      for (int l = 0; l < layers; l++) {
        below = sums(below, NumpyReader.array(arrays, "W" + l), NumpyReader.array(arrays, "b" + l));
        if (l < layers - 1) {
          boolean isTanh = facts.get("activation").asText().equals("tanh");
          below = Arrays.stream(below).map(x -> isTanh ? Math.tanh(x) : Math.max(0, x)).toArray();
        }
      }
      outputs[i] = softmax(below);
    }
    return of(strings(NumpyReader.array(arrays, "classes").values()), outputs);
  }

  private static double[] sums(double[] below, Array weights, Array bias) {
    int outputs = weights.shape().get(1);
    double[] sums = new double[outputs];
    for (int o = 0; o < outputs; o++) {
      sums[o] = bias.number(o);
      for (int i = 0; i < below.length; i++) {
        sums[o] += below[i] * weights.number(i * outputs + o);
      }
    }
    return sums;
  }

  private static double[] softmax(double[] logits) {
    double largest = Arrays.stream(logits).max().orElse(0);
    double[] powers = Arrays.stream(logits).map(logit -> Math.exp(logit - largest)).toArray();
    double sum = Arrays.stream(powers).sum();
    return Arrays.stream(powers).map(power -> power / sum).toArray();
  }

  /** Whether there is a Python with NumPy. */
  public static boolean hasNumpy() throws IOException, InterruptedException {
    try {
      return new ProcessBuilder("python3", "-c", "import numpy")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** Predicts with a NumPy archive by the lines of the documentation, in NumPy. */
  public static Predictions numpy(Path file, double[][] raw)
      throws IOException, InterruptedException {
    Path samples = file.resolveSibling("samples.npy");
    Files.write(
        samples,
        NumpyArray.of(
            Arrays.stream(raw).flatMapToDouble(Arrays::stream).toArray(),
            raw.length,
            raw[0].length));
    String page = Files.readString(Path.of("docs/export.md"));
    int start = page.indexOf("import json\nimport numpy");
    String recipe =
        page.substring(start, page.indexOf("```", start)).replace("model.npz", file.toString());
    String program =
        "import numpy; x = numpy.load('%s')\n".formatted(samples)
            + recipe.replace("print(", "labels = (")
            + """
            powers = np.exp(sums - sums.max(axis=1, keepdims=True))
            powers /= powers.sum(axis=1, keepdims=True)
            print(json.dumps({"labels": labels.tolist(), "probabilities": powers.tolist()}))
            """;
    Path errors = file.resolveSibling("python.err");
    Process python =
        new ProcessBuilder("python3", "-c", program).redirectError(errors.toFile()).start();
    String answer = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(python.waitFor()).as(Files.readString(errors)).isZero();
    JsonNode predicted = JSON.readTree(answer);
    return new Predictions(
        strings(predicted.get("labels")),
        JSON.convertValue(predicted.get("probabilities"), double[][].class));
  }

  private static List<String> strings(Iterable<?> values) {
    List<String> strings = new ArrayList<>();
    values.forEach(
        value -> strings.add(value instanceof JsonNode node ? node.asText() : (String) value));
    return strings;
  }

  /** Predicts with an ONNX model, in ONNX Runtime. */
  public static Predictions onnx(Path file, double[][] raw) throws OrtException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession session = environment.createSession(file.toString());
        OnnxTensor features = OnnxTensor.createTensor(environment, raw);
        OrtSession.Result result = session.run(Map.of("features", features))) {
      return new Predictions(
          List.of((String[]) result.get("label").orElseThrow().getValue()),
          (double[][]) result.get("probabilities").orElseThrow().getValue());
    }
  }

  /** Predicts with the directory of a spark.ml model, in Spark. */
  public static Predictions spark(Path directory, double[][] raw, SparkSession spark)
      throws IOException {
    LogisticRegressionModel model = LogisticRegressionModel.load(directory.toString());
    StructType schema = new StructType().add("features", SQLDataTypes.VectorType());
    List<Row> rows =
        Stream.of(raw).map(sample -> RowFactory.create(Vectors.dense(sample))).toList();
    List<String> classes =
        strings(JSON.readTree(directory.resolve(Destination.FACTS).toFile()).get("classes"));
    List<Row> predicted =
        model
            .transform(spark.createDataFrame(rows, schema))
            .select("prediction", "probability")
            .collectAsList();
    return new Predictions(
        predicted.stream().map(row -> classes.get((int) row.getDouble(0))).toList(),
        predicted.stream()
            .map(row -> row.<Vector>getAs("probability").toArray())
            .toArray(double[][]::new));
  }
}
