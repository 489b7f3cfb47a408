package dev.geodesic.ml;

import java.util.List;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/** A saved model: MLlib's {@code metadata}, and {@code data}, a Parquet file of one row. */
final class ModelFiles {
  private static final String INTERCEPTS = "interceptVector";
  private static final String COEFFICIENTS = "coefficientMatrix";

  private static final StructType SCHEMA =
      new StructType()
          .add(INTERCEPTS, SQLDataTypes.VectorType(), false)
          .add(COEFFICIENTS, SQLDataTypes.MatrixType(), false);

  private ModelFiles() {}

  /** Writes a model. */
  static final class Writer extends MLWriter {
    private final NaturalGradientClassificationModel model;

    Writer(NaturalGradientClassificationModel model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter$.MODULE$.saveMetadata(
          model, path, sparkSession(), Option.empty(), Option.empty());
      Row row = RowFactory.create(model.interceptVector(), model.coefficientMatrix());
      sparkSession()
          .createDataFrame(List.of(row), SCHEMA)
          .repartition(1)
          .write()
          .parquet(data(path));
    }
  }

  /** Reads a model. */
  static final class Reader extends MLReader<NaturalGradientClassificationModel> {
    @Override
    public NaturalGradientClassificationModel load(String path) {
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader$.MODULE$.loadMetadata(
              path, sparkSession(), NaturalGradientClassificationModel.class.getName());
      Row row = sparkSession().read().parquet(data(path)).select(INTERCEPTS, COEFFICIENTS).first();
      NaturalGradientClassificationModel model =
          NaturalGradientClassificationModel.of(
              metadata.uid(), row.<Matrix>getAs(COEFFICIENTS), row.<Vector>getAs(INTERCEPTS));
      metadata.getAndSetParams(model, Option.empty());
      return model;
    }
  }

  private static String data(String path) {
    return path + "/data";
  }
}
