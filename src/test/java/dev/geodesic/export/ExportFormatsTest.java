package dev.geodesic.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.geodesic.export.Destination.Earlier;
import dev.geodesic.export.ExportedModel.Origin;
import dev.geodesic.store.SparkFixture;
import dev.geodesic.sweep.cluster.MllibBlas;
import dev.geodesic.trial.Activation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Models of random weights, with features that are shifted and scaled by far different amounts and
 * with classes and features that have names, are read back by the libraries that they are for.
 */
class ExportFormatsTest {
  private static final List<String> CLASSES = List.of("setosa", "größer", "猫", "a b");
  private static final List<String> FEATURES = List.of("width", "time", "Länge");
  private static final int SAMPLES = 50;

  @TempDir private Path directory;

  private final SplittableRandom random = new SplittableRandom(1);

  private float[] weights(int count) {
    float[] weights = new float[count];
    for (int i = 0; i < count; i++) {
      weights[i] = (float) random.nextDouble(-2, 2);
    }
    return weights;
  }

  private ExportedModel model(Activation activation, int... widths) {
    InputMap input =
        new InputMap(new double[] {0.5, 1.7e9, -20}, new double[] {2, 1 / 3e6, 0.05}, FEATURES, 0);
    List<ExportedLayer> layers = new ArrayList<>();
    for (int l = 0; l + 1 < widths.length; l++) {
      layers.add(new ExportedLayer(weights(widths[l] * widths[l + 1]), weights(widths[l + 1])));
    }
    return new ExportedModel(
        new Origin("3f2a", "sgd, learning rate 0.1, seed 0", 100, "abc", 0.25, 0.875),
        input,
        CLASSES,
        layers,
        activation);
  }

  /** Features as they are, of the units that the map of the input undoes. */
  private double[][] raw() {
    double[][] raw = new double[SAMPLES][];
    for (int i = 0; i < SAMPLES; i++) {
      raw[i] =
          new double[] {
            random.nextDouble(), 1.7e9 + random.nextDouble(-5e6, 5e6), random.nextDouble(-50, 10)
          };
    }
    return raw;
  }

  /** The definition, in plain float64. */
  private static Predictions reference(ExportedModel model, double[][] raw) {
    double[][] probabilities = new double[raw.length][];
    for (int i = 0; i < raw.length; i++) {
      double[] below = new double[raw[i].length];
      for (int f = 0; f < below.length; f++) {
        below[f] = (raw[i][f] - model.input().offset()[f]) * model.input().factor()[f];
      }
      for (int l = 0; l < model.layers().size(); l++) {
        ExportedLayer layer = model.layers().get(l);
        double[] above = new double[layer.bias().length];
        for (int o = 0; o < above.length; o++) {
          above[o] = layer.bias()[o];
          for (int f = 0; f < below.length; f++) {
            above[o] += below[f] * layer.weights()[f * above.length + o];
          }
          if (l < model.layers().size() - 1) {
            above[o] =
                model.activation() == Activation.TANH ? Math.tanh(above[o]) : Math.max(0, above[o]);
          }
        }
        below = above;
      }
      double sum = 0;
      for (double logit : below) {
        sum += Math.exp(logit);
      }
      probabilities[i] = below.clone();
      for (int c = 0; c < below.length; c++) {
        probabilities[i][c] = Math.exp(below[c]) / sum;
      }
    }
    return Predictions.of(model.classes(), probabilities);
  }

  private Path write(ExportedModel model, String name) {
    Path file = directory.resolve(name);
    Destination destination =
        Destination.of(file.toString(), ExportFormat.of(name), new Configuration());
    destination.prepare(Earlier.KEPT);
    destination.write(model, SparkFixture.spark());
    return file;
  }

  @ParameterizedTest
  @EnumSource
  void networksPredictTheSameInEveryLibrary(Activation activation) throws Exception {
    ExportedModel model = model(activation, 3, 6, 5, 4);
    double[][] raw = raw();
    Predictions expected = reference(model, raw);

    Predictions.archive(write(model, "m.npz"), raw).assertSameAs(expected, 1e-12);
    Predictions.onnx(write(model, "m.onnx"), raw).assertSameAs(expected, 1e-9);
    assertThat(expected.labels().stream().distinct().count()).isGreaterThan(1);
  }

  @Test
  void softmaxRegressionPredictsTheSameInEveryLibrary() throws Exception {
    MllibBlas.settle();
    ExportedModel model = model(Activation.TANH, 3, 4);
    double[][] raw = raw();
    Predictions expected = reference(model, raw);

    Predictions.archive(write(model, "m.npz"), raw).assertSameAs(expected, 1e-12);
    Predictions.onnx(write(model, "m.onnx"), raw).assertSameAs(expected, 1e-9);
    Predictions.spark(write(model, "ein Modell, größer%20"), raw, SparkFixture.spark())
        .assertSameAs(expected, 1e-9);
    assertThat(expected.labels().stream().distinct().count()).isGreaterThan(1);
  }

  @ParameterizedTest
  @EnumSource
  void numpyPredictsTheSameByTheLinesOfTheDocumentation(Activation activation) throws Exception {
    assumeTrue(Predictions.hasNumpy(), "there is no python3 with numpy on PATH");
    ExportedModel model = model(activation, 3, 6, 4);
    double[][] raw = raw();

    Predictions.numpy(write(model, "m.npz"), raw).assertSameAs(reference(model, raw), 1e-5);
  }

  @Test
  void anArchiveHasEveryBitAndEveryName() throws IOException {
    ExportedModel model = model(Activation.RELU, 3, 2, 4);

    Map<String, NumpyReader.Array> arrays = NumpyReader.read(write(model, "m.npz"));

    assertThat(arrays)
        .containsOnlyKeys(
            "W0", "b0", "W1", "b1", "offset", "factor", "classes", "features", "metadata");
    assertThat(NumpyReader.array(arrays, "W0"))
        .isEqualTo(NumpyReader.read(NumpyArray.of(model.layers().get(0).weights(), 3, 2)))
        .satisfies(
            weights -> {
              assertThat(weights.type()).isEqualTo("f4");
              assertThat(weights.shape()).containsExactly(3, 2);
              assertThat((float) weights.number(5)).isEqualTo(model.layers().get(0).weights()[5]);
            });
    assertThat(NumpyReader.array(arrays, "offset").values()).containsExactly(0.5, 1.7e9, -20.0);
    assertThat(NumpyReader.array(arrays, "classes").values()).isEqualTo(CLASSES);
    assertThat(NumpyReader.array(arrays, "features").values()).isEqualTo(FEATURES);
    assertThat(NumpyReader.array(arrays, "metadata").shape()).isEmpty();
    assertFacts((String) NumpyReader.array(arrays, "metadata").values().get(0));
  }

  private static void assertFacts(String json) throws IOException {
    JsonNode facts = new ObjectMapper().readTree(json);
    assertThat(facts.get("trial").asText()).isEqualTo("3f2a");
    assertThat(facts.get("configuration").asText()).isEqualTo("sgd, learning rate 0.1, seed 0");
    assertThat(facts.get("steps").asInt()).isEqualTo(100);
    assertThat(facts.get("data").asText()).isEqualTo("abc");
    assertThat(facts.get("holdout_loss").asDouble()).isEqualTo(0.25);
    assertThat(facts.get("holdout_accuracy").asDouble()).isEqualTo(0.875);
    assertThat(facts.get("layers").asInt()).isEqualTo(2);
    assertThat(facts.get("activation").asText()).isEqualTo("relu");
    assertThat(facts.get("downsample").asInt()).isZero();
    assertThat(facts.get("input").asText())
        .isEqualTo("the 3 features of a sample as they are in the data set");
    assertThat(facts.get("classes").get(2).asText()).isEqualTo("猫");
    assertThat(facts.get("features").get(2).asText()).isEqualTo("Länge");
  }

  @Test
  void textsOfAnArchiveMayBeEmptyAndHaveAnyCharacter() {
    List<String> texts = List.of("", "🌱🌱", "ä");

    assertThat(NumpyReader.read(NumpyArray.of(texts, 3)).values()).isEqualTo(texts);
    assertThat(NumpyReader.read(NumpyArray.of(List.of(), 0)))
        .isEqualTo(new NumpyReader.Array("U1", List.of(0), List.of()));
  }

  @Test
  void anOnnxModelHasTheFacts() throws OrtException, IOException {
    ExportedModel model = model(Activation.RELU, 3, 2, 4);

    try (OrtSession session =
        OrtEnvironment.getEnvironment().createSession(write(model, "m.onnx").toString())) {
      assertFacts(
          Objects.requireNonNull(session.getMetadata().getCustomMetadata().get("metadata")));
      assertThat(session.getMetadata().getDescription())
          .isEqualTo(
              "sgd, learning rate 0.1, seed 0; trial 3f2a; takes the 3 features of a sample as they are in the data set");
    }
  }

  @Test
  void theSameModelMakesTheSameBytesAndNothingElseIsLeft() throws IOException {
    ExportedModel model = model(Activation.RELU, 3, 2, 4);

    assertThat(Files.readAllBytes(write(model, "a.npz")))
        .isEqualTo(Files.readAllBytes(write(model, "b.npz")));
    assertThat(Files.readAllBytes(write(model, "a.onnx")))
        .isEqualTo(Files.readAllBytes(write(model, "b.onnx")));
    assertThat(directory.toFile().list())
        .containsExactlyInAnyOrder("a.npz", "b.npz", "a.onnx", "b.onnx");
  }
}
