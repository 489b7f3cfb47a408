package dev.geodesic.ml;

import java.io.IOException;
import org.apache.spark.ml.classification.ProbabilisticClassifier;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.jspecify.annotations.Nullable;

/**
 * Multinomial logistic regression by natural gradients, distributed and on all rows at once: the
 * optimum of MLlib's {@code LogisticRegression} with {@code family = "multinomial"} and {@code
 * elasticNetParam = 0}, by Newton's method in place of L-BFGS. In this model the Fisher matrix is
 * the Hessian, so a natural-gradient step is a Newton step. Params have MLlib's names and meanings;
 * {@code tol} alone is of the gradient: a fit ends when its norm, by the coefficients of
 * standardized features, is that part of the first.
 */
public class NaturalGradientClassifier
    extends ProbabilisticClassifier<
        Vector, NaturalGradientClassifier, NaturalGradientClassificationModel>
    implements NaturalGradientParams, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  // Null only while Spark's constructors run.
  private final @Nullable String uid;
  private final OwnParams own;

  public NaturalGradientClassifier() {
    this(Identifiable$.MODULE$.randomUID("naturalGradient"));
  }

  public NaturalGradientClassifier(String uid) {
    this(Uid.announce(uid));
  }

  private NaturalGradientClassifier(Uid uid) {
    this.uid = uid.value();
    this.own = new OwnParams(this);
    setDefault(own.regParam, 0.0);
    setDefault(own.maxIter, 100);
    setDefault(own.tol, 1e-6);
    setDefault(own.fitIntercept, true);
    setDefault(own.standardization, true);
    setDefault(own.aggregationDepth, 2);
    setDefault(own.maxBlockSizeInMB, 0.0);
  }

  @Override
  public String uid() {
    return uid == null ? Uid.announced() : uid;
  }

  @Override
  public OwnParams ownParams() {
    return own;
  }

  /** Sets λ of the penalty λ/2 ‖coefficients‖², default 0. */
  public NaturalGradientClassifier setRegParam(double value) {
    set(own.regParam, value);
    return this;
  }

  /** Sets the most iterations of Newton's method, default 100. */
  public NaturalGradientClassifier setMaxIter(int value) {
    set(own.maxIter, value);
    return this;
  }

  /** Sets which part of the first gradient's norm ends the fit, default 1e-6. */
  public NaturalGradientClassifier setTol(double value) {
    set(own.tol, value);
    return this;
  }

  /** Sets whether to fit intercepts, default true. */
  public NaturalGradientClassifier setFitIntercept(boolean value) {
    set(own.fitIntercept, value);
    return this;
  }

  /** Sets whether the penalty is of the coefficients of standardized features, default true. */
  public NaturalGradientClassifier setStandardization(boolean value) {
    set(own.standardization, value);
    return this;
  }

  /** Sets the column of weights; without it, or with an empty name, all instances weigh 1. */
  public NaturalGradientClassifier setWeightCol(String value) {
    set(own.weightCol, value);
    return this;
  }

  /** Sets the suggested depth of treeAggregate, default 2. */
  public NaturalGradientClassifier setAggregationDepth(int value) {
    set(own.aggregationDepth, value);
    return this;
  }

  /** Sets the memory of a block of rows, default 0, which means 1 MB. */
  public NaturalGradientClassifier setMaxBlockSizeInMB(double value) {
    set(own.maxBlockSizeInMB, value);
    return this;
  }

  @Override
  public NaturalGradientClassificationModel train(Dataset<?> dataset) {
    try (TrainingRows rows = TrainingRows.of(dataset, this)) {
      return NaturalGradientClassificationModel.of(uid(), rows.fit(), rows.classes());
    }
  }

  @Override
  public NaturalGradientClassifier copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Reads what {@code write().save(path)} wrote. */
  public static MLReader<NaturalGradientClassifier> read() {
    return new DefaultParamsReader<>();
  }

  /** Reads what {@code save(path)} wrote. */
  public static NaturalGradientClassifier load(String path) throws IOException {
    return read().load(path);
  }
}
