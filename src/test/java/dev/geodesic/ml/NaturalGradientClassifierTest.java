package dev.geodesic.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.geodesic.device.NetlibBlas;
import dev.geodesic.ml.Tables.Kind;
import dev.geodesic.newton.Solution.Summary;
import dev.geodesic.store.SparkFixture;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.MulticlassClassificationEvaluator;
import org.apache.spark.ml.feature.StandardScaler;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The estimator among the others of spark.ml. */
class NaturalGradientClassifierTest {
  private final Dataset<Row> data = Tables.random(300, 4, 3, Kind.PLAIN, 1).cache();

  @BeforeAll
  static void oneBlas() {
    NetlibBlas.settle();
  }

  private static List<Row> predictions(Dataset<Row> of) {
    return of.select("features", "rawPrediction", "probability", "prediction").collectAsList();
  }

  @Test
  void paramsHaveMllibsNamesAndDefaults() {
    NaturalGradientClassifier classifier = new NaturalGradientClassifier();
    assertThat(classifier.params())
        .extracting("name")
        .containsExactly(
            "aggregationDepth",
            "featuresCol",
            "fitIntercept",
            "labelCol",
            "maxBlockSizeInMB",
            "maxIter",
            "predictionCol",
            "probabilityCol",
            "rawPredictionCol",
            "regParam",
            "standardization",
            "thresholds",
            "tol",
            "weightCol");
    assertThat(classifier.getRegParam()).isZero();
    assertThat(classifier.getMaxIter()).isEqualTo(100);
    assertThat(classifier.getTol()).isEqualTo(1e-6);
    assertThat(classifier.getFitIntercept()).isTrue();
    assertThat(classifier.getStandardization()).isTrue();
    assertThat(classifier.getAggregationDepth()).isEqualTo(2);
    assertThat(classifier.getFeaturesCol()).isEqualTo("features");
    assertThat(classifier.explainParams()).contains("regParam: L2 regularization parameter");
  }

  @Test
  void copiesKeepUidAndParams() {
    NaturalGradientClassifier classifier = new NaturalGradientClassifier("mine").setRegParam(0.5);
    NaturalGradientClassifier copy = classifier.copy(new ParamMap().put(classifier.maxIter(), 7));
    assertThat(copy.uid()).isEqualTo("mine");
    assertThat(copy.getRegParam()).isEqualTo(0.5);
    assertThat(copy.getMaxIter()).isEqualTo(7);
    assertThat(classifier.getMaxIter()).isEqualTo(100);
    assertThat(copy.setLabelCol("other").getLabelCol()).isEqualTo("other");
  }

  @Test
  void aModelTellsTheCourseOfItsFit() {
    NaturalGradientClassificationModel model =
        new NaturalGradientClassifier().setRegParam(0.01).fit(data);
    Summary summary = model.summary();
    assertThat(summary.objective())
        .hasSize(summary.iterations() + 1)
        .isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(summary.passes()[0]).isEqualTo(1);
    assertThat(summary.gradientNorm()[summary.iterations()])
        .isLessThanOrEqualTo(1e-6 * summary.gradientNorm()[0]);
    assertThat(model.numClasses()).isEqualTo(3);
    assertThat(model.numFeatures()).isEqualTo(4);
    assertThat(model.parent().uid()).isEqualTo(model.uid());
    assertThat(model.getRegParam()).isEqualTo(0.01);
    assertThat(model.copy(ParamMap.empty()).summary()).isSameAs(summary);
    assertThat(predictions(model.transform(data)))
        .allSatisfy(
            row -> {
              Vector p = row.getAs(2);
              assertThat(p.argmax()).isEqualTo((int) row.getDouble(3));
              assertThat(java.util.Arrays.stream(p.toArray()).sum())
                  .isCloseTo(1, org.assertj.core.api.Assertions.within(1e-12));
            });
  }

  @Test
  void nothingStaysCachedOnTheExecutors() {
    int before = SparkFixture.spark().sparkContext().getPersistentRDDs().size();
    new NaturalGradientClassifier().setRegParam(0.01).fit(data);
    assertThatThrownBy(() -> new NaturalGradientClassifier().fit(data.filter("label = 0")))
        .hasMessageContaining("2 classes");
    assertThat(SparkFixture.spark().sparkContext().getPersistentRDDs().size()).isEqualTo(before);
  }

  @Test
  void thresholdsChangeWhatIsPredicted() {
    NaturalGradientClassifier classifier =
        new NaturalGradientClassifier().setThresholds(new double[] {1, 1, 1e-9});
    assertThat(classifier.fit(data).transform(data).filter("prediction <> 2").count()).isZero();
  }

  @Test
  void aPipelineIsSavedAndLoaded(@TempDir Path directory) throws Exception {
    StandardScaler scaler =
        new StandardScaler().setInputCol("features").setOutputCol("scaled").setWithMean(true);
    NaturalGradientClassifier classifier =
        new NaturalGradientClassifier().setFeaturesCol("scaled").setRegParam(0.02);
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {scaler, classifier});
    pipeline.save(directory.resolve("pipeline").toString());
    PipelineModel model = Pipeline.load(directory.resolve("pipeline").toString()).fit(data);
    model.save(directory.resolve("model").toString());
    PipelineModel loaded = PipelineModel.load(directory.resolve("model").toString());
    assertThat(predictions(loaded.transform(data))).isEqualTo(predictions(model.transform(data)));
    NaturalGradientClassificationModel last =
        (NaturalGradientClassificationModel) loaded.stages()[1];
    assertThat(last.uid()).isEqualTo(classifier.uid());
    assertThat(last.getRegParam()).isEqualTo(0.02);
    assertThat(last.getFeaturesCol()).isEqualTo("scaled");
    assertThat(last.hasSummary()).isFalse();
    assertThatThrownBy(last::summary)
        .hasMessage(
            "A summary must come from a fit, got: the loaded model %s; fit again", last.uid());
  }

  @Test
  void estimatorAndModelAreSavedAndLoaded(@TempDir Path directory) throws Exception {
    NaturalGradientClassifier classifier =
        new NaturalGradientClassifier().setMaxIter(9).setThresholds(new double[] {1, 2, 3});
    classifier.save(directory.resolve("estimator").toString());
    NaturalGradientClassifier loaded =
        NaturalGradientClassifier.load(directory.resolve("estimator").toString());
    assertThat(loaded.uid()).isEqualTo(classifier.uid());
    assertThat(loaded.getMaxIter()).isEqualTo(9);
    assertThat(loaded.isSet(loaded.regParam())).isFalse();
    assertThat(loaded.getThresholds()).containsExactly(1, 2, 3);
    NaturalGradientClassificationModel model = loaded.fit(data);
    model.write().overwrite().save(directory.resolve("model").toString());
    NaturalGradientClassificationModel again =
        NaturalGradientClassificationModel.load(directory.resolve("model").toString());
    assertThat(again.coefficientMatrix()).isEqualTo(model.coefficientMatrix());
    assertThat(again.interceptVector()).isEqualTo(model.interceptVector());
    assertThat(again.getThresholds()).containsExactly(1, 2, 3);
    assertThatThrownBy(
            () ->
                NaturalGradientClassificationModel.load(directory.resolve("estimator").toString()))
        .hasMessageContaining("NaturalGradientClassificationModel");
  }

  @Test
  void crossValidationChoosesAPenalty() {
    NaturalGradientClassifier classifier = new NaturalGradientClassifier();
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(classifier.regParam(), new double[] {1e-3, 1e3}).build();
    CrossValidatorModel model =
        new CrossValidator()
            .setEstimator(classifier)
            .setEvaluator(new MulticlassClassificationEvaluator().setMetricName("logLoss"))
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setParallelism(2)
            .fit(data);
    assertThat(model.avgMetrics()[0]).isLessThan(model.avgMetrics()[1]);
    assertThat(((NaturalGradientClassificationModel) model.bestModel()).getRegParam())
        .isEqualTo(1e-3);
  }

  /** Without a penalty there is no optimum: the loss falls toward 0 for ever. */
  @Test
  void separableClassesEndWithoutNaN() {
    Dataset<Row> separable =
        Tables.of(
            List.of(
                Tables.row(0, 1, -2, 1),
                Tables.row(0, 1, -1, 0),
                Tables.row(1, 1, 1, 0),
                Tables.row(1, 1, 2, -1)));
    NaturalGradientClassificationModel model =
        new NaturalGradientClassifier().setTol(0).fit(separable);
    assertThat(model.summary().objective()[model.summary().iterations()]).isBetween(0.0, 1e-6);
    assertThat(model.coefficientMatrix().toArray())
        .doesNotContain(Double.NaN, Double.POSITIVE_INFINITY);
    assertThat(model.transform(separable).filter("prediction <> label").count()).isZero();
    assertThat(model.predict(Vectors.dense(5, 0))).isEqualTo(1);
  }
}
