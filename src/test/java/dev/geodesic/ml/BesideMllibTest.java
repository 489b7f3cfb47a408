package dev.geodesic.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.geodesic.device.NetlibBlas;
import dev.geodesic.ml.Tables.Kind;
import dev.geodesic.newton.Solution.End;
import dev.geodesic.newton.Solution.Summary;
import java.util.stream.Stream;
import org.apache.spark.ml.classification.LogisticRegression;
import org.apache.spark.ml.classification.LogisticRegressionModel;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One optimum, found by Newton's method here and by L-BFGS in MLlib. */
class BesideMllibTest {
  private static final int COUNT = 400;
  private static final int FEATURES = 6;

  @BeforeAll
  static void oneBlas() {
    NetlibBlas.settle();
  }

  /** A problem; the penalty makes it strictly convex. */
  private record Scene(
      int classes, Kind kind, String weight, double regularization, String of, String intercept) {
    Dataset<Row> data() {
      return Tables.random(COUNT, FEATURES, classes, kind, classes).cache();
    }

    boolean standardization() {
      return of.equals("standardized");
    }

    boolean fitIntercept() {
      return intercept.equals("intercept");
    }
  }

  static Stream<Scene> scenes() {
    return Stream.of(
        new Scene(2, Kind.PLAIN, "", 0.01, "standardized", "intercept"),
        new Scene(2, Kind.PLAIN, "weight", 0.1, "raw", "no intercept"),
        new Scene(4, Kind.PLAIN, "weight", 0.01, "standardized", "intercept"),
        new Scene(3, Kind.PLAIN, "", 0.01, "raw", "intercept"),
        new Scene(3, Kind.PLAIN, "weight", 0.01, "standardized", "no intercept"),
        new Scene(3, Kind.RAW, "", 0.01, "standardized", "intercept"),
        new Scene(3, Kind.RAW, "", 1e-3, "standardized", "no intercept"),
        new Scene(3, Kind.SPARSE, "weight", 1e-3, "standardized", "intercept"),
        new Scene(3, Kind.SPARSE, "", 1e-3, "raw", "no intercept"),
        new Scene(3, Kind.CONSTANT, "", 1e-3, "standardized", "intercept"),
        new Scene(3, Kind.CONSTANT, "weight", 1e-3, "raw", "no intercept"),
        new Scene(3, Kind.PLAIN, "", 0, "standardized", "intercept"));
  }

  private static NaturalGradientClassificationModel fit(Scene scene, Dataset<Row> data) {
    return new NaturalGradientClassifier()
        .setRegParam(scene.regularization)
        .setStandardization(scene.standardization())
        .setFitIntercept(scene.fitIntercept())
        .setWeightCol(scene.weight)
        .setTol(1e-9)
        .fit(data);
  }

  private static LogisticRegressionModel mllib(Scene scene, Dataset<Row> data) {
    LogisticRegression regression =
        new LogisticRegression()
            .setFamily("multinomial")
            .setRegParam(scene.regularization)
            .setStandardization(scene.standardization())
            .setFitIntercept(scene.fitIntercept())
            .setTol(1e-13)
            .setMaxIter(1000);
    return (scene.weight.isEmpty() ? regression : regression.setWeightCol(scene.weight)).fit(data);
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void bothFindTheSameOptimum(Scene scene) {
    Dataset<Row> data = scene.data();
    NaturalGradientClassificationModel ours = fit(scene, data);
    LogisticRegressionModel theirs = mllib(scene, data);
    double[] history = theirs.summary().objectiveHistory();
    double optimum = history[history.length - 1];
    Summary summary = ours.summary();
    double found = summary.objective()[summary.iterations()];
    assertThat((found - optimum) / optimum).isBetween(-1e-8, 1e-8);
    assertThat(summary.end()).isNotEqualTo(End.ITERATIONS);
    assertClose(ours.coefficientMatrix(), theirs.coefficientMatrix());
    assertClose(centered(ours.interceptVector()), centered(theirs.interceptVector()));
  }

  private static void assertClose(Matrix ours, Matrix theirs) {
    for (int k = 0; k < ours.numRows(); k++) {
      for (int j = 0; j < ours.numCols(); j++) {
        double expected = theirs.apply(k, j);
        assertThat(ours.apply(k, j))
            .isCloseTo(expected, within(1e-3 * (1e-3 + Math.abs(expected))));
      }
    }
  }

  private static void assertClose(double[] ours, double[] theirs) {
    for (int k = 0; k < ours.length; k++) {
      assertThat(ours[k]).isCloseTo(theirs[k], within(1e-3 * (1 + Math.abs(theirs[k]))));
    }
  }

  private static double[] centered(Vector vector) {
    double[] values = vector.toArray().clone();
    double mean =
        Stream.of(vector)
            .flatMapToDouble(v -> java.util.Arrays.stream(v.toArray()))
            .average()
            .orElseThrow();
    for (int k = 0; k < values.length; k++) {
      values[k] -= mean;
    }
    return values;
  }

  @Test
  void bothPredictAlike() {
    Scene scene = new Scene(3, Kind.PLAIN, "", 0.01, "standardized", "intercept");
    Dataset<Row> data = scene.data();
    Dataset<Row> ours = fit(scene, data).transform(data);
    Dataset<Row> theirs = mllib(scene, data).transform(data);
    java.util.List<Row> a = ours.select("probability", "prediction").collectAsList();
    java.util.List<Row> b = theirs.select("probability", "prediction").collectAsList();
    for (int i = 0; i < a.size(); i++) {
      Vector p = a.get(i).getAs(0);
      Vector q = b.get(i).getAs(0);
      assertThat(Math.sqrt(org.apache.spark.ml.linalg.Vectors.sqdist(p, q))).isLessThan(1e-4);
      assertThat(a.get(i).getDouble(1)).isEqualTo(b.get(i).getDouble(1));
    }
  }
}
