package dev.geodesic.ml;

import dev.geodesic.newton.Solution;
import org.apache.spark.ml.classification.ProbabilisticClassificationModel;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.jspecify.annotations.Nullable;
import scala.Tuple3;

/** What {@link NaturalGradientClassifier} fits: softmax regression. */
public class NaturalGradientClassificationModel
    extends ProbabilisticClassificationModel<Vector, NaturalGradientClassificationModel>
    implements NaturalGradientParams, MLWritable {
  private static final long serialVersionUID = 1L;

  // Null only while Spark's constructors run.
  private final @Nullable String uid;
  private final OwnParams own;
  private final DenseMatrix coefficients;
  private final DenseVector intercepts;

  /** Of the fit, on the driver; null after a load. */
  private final transient Solution.@Nullable Summary summary;

  private NaturalGradientClassificationModel(
      Uid uid,
      DenseMatrix coefficients,
      DenseVector intercepts,
      Solution.@Nullable Summary summary) {
    this.uid = uid.value();
    this.own = new OwnParams(this);
    this.coefficients = coefficients;
    this.intercepts = intercepts;
    this.summary = summary;
  }

  /** Returns the model at an optimum. */
  static NaturalGradientClassificationModel of(String uid, Solution solution, int classes) {
    double[] values = solution.coefficients();
    int features = values.length / classes - 1;
    double[] intercepts = new double[classes];
    System.arraycopy(values, features * classes, intercepts, 0, classes);
    // Features in rows and classes in columns is column-major order of the transpose.
    double[] matrix = new double[features * classes];
    System.arraycopy(values, 0, matrix, 0, matrix.length);
    return new NaturalGradientClassificationModel(
        Uid.announce(uid),
        new DenseMatrix(classes, features, matrix),
        new DenseVector(intercepts),
        solution.summary());
  }

  /** Returns the model with stored coefficients, {@code [classes, features]}. */
  static NaturalGradientClassificationModel of(String uid, Matrix coefficients, Vector intercepts) {
    return new NaturalGradientClassificationModel(
        Uid.announce(uid), coefficients.toDense(), intercepts.toDense(), null);
  }

  @Override
  public String uid() {
    return uid == null ? Uid.announced() : uid;
  }

  @Override
  public OwnParams ownParams() {
    return own;
  }

  /** Returns the coefficients {@code [classes, features]}, of features as they are. */
  public Matrix coefficientMatrix() {
    return coefficients;
  }

  /** Returns the intercept of each class; zeros where none were fitted. */
  public Vector interceptVector() {
    return intercepts;
  }

  /** Whether this model was fitted here, and not loaded. */
  public boolean hasSummary() {
    return summary != null;
  }

  /**
   * Returns the course of the fit.
   *
   * @throws IllegalStateException if the model was loaded
   */
  public Solution.Summary summary() {
    if (summary == null) {
      throw new IllegalStateException(
          "A summary must come from a fit, got: the loaded model %s; fit again".formatted(uid()));
    }
    return summary;
  }

  @Override
  public int numClasses() {
    return intercepts.size();
  }

  @Override
  public int numFeatures() {
    return coefficients.numCols();
  }

  /** Returns the margins of the classes. */
  @Override
  public Vector predictRaw(Vector features) {
    double[] margins = intercepts.values().clone();
    double[] values = coefficients.values();
    int classes = margins.length;
    features.foreachNonZero(
        (feature, value) -> {
          int from = (int) feature * classes;
          for (int k = 0; k < classes; k++) {
            margins[k] += values[from + k] * (double) value;
          }
          return null;
        });
    return Vectors.dense(margins);
  }

  @Override
  public Vector raw2probabilityInPlace(Vector raw) {
    double[] values = ((DenseVector) raw).values();
    double most = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      most = Math.max(most, value);
    }
    double sum = 0;
    for (int k = 0; k < values.length; k++) {
      values[k] = Math.exp(values[k] - most);
      sum += values[k];
    }
    for (int k = 0; k < values.length; k++) {
      values[k] /= sum;
    }
    return raw;
  }

  /**
   * Overridden for javac alone: to it the two methods of this name that are inherited, whose types
   * Scala holds for one the other's subtype, are a conflict.
   */
  @Override
  @SuppressWarnings({"rawtypes", "unchecked"})
  public Tuple3 findSummaryModel() {
    return super.findSummaryModel();
  }

  @Override
  public NaturalGradientClassificationModel copy(ParamMap extra) {
    NaturalGradientClassificationModel copy =
        new NaturalGradientClassificationModel(
            Uid.announce(uid()), coefficients, intercepts, summary);
    copyValues(copy, extra);
    copy.setParent(parent());
    return copy;
  }

  @Override
  public MLWriter write() {
    return new ModelFiles.Writer(this);
  }

  /** Reads what {@code write().save(path)} wrote. */
  public static MLReader<NaturalGradientClassificationModel> read() {
    return new ModelFiles.Reader();
  }

  /** Reads what {@code save(path)} wrote. */
  public static NaturalGradientClassificationModel load(String path) {
    return read().load(path);
  }
}
