package dev.geodesic.ml;

import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.shared.HasAggregationDepth;
import org.apache.spark.ml.param.shared.HasFitIntercept;
import org.apache.spark.ml.param.shared.HasMaxBlockSizeInMB;
import org.apache.spark.ml.param.shared.HasMaxIter;
import org.apache.spark.ml.param.shared.HasRegParam;
import org.apache.spark.ml.param.shared.HasStandardization;
import org.apache.spark.ml.param.shared.HasTol;
import org.apache.spark.ml.param.shared.HasWeightCol;

/**
 * Mixes MLlib's shared params into classes in Java: getters such as {@code getRegParam} come from
 * its traits, the params from {@link OwnParams}. The methods whose names end in {@code _eq} are how
 * a trait in Scala sets a field; the fields of {@code OwnParams} are set already.
 */
public interface NaturalGradientParams
    extends HasRegParam,
        HasMaxIter,
        HasTol,
        HasFitIntercept,
        HasStandardization,
        HasWeightCol,
        HasAggregationDepth,
        HasMaxBlockSizeInMB {

  /** Returns the holder of the params. */
  OwnParams ownParams();

  @Override
  default DoubleParam regParam() {
    return ownParams().regParam;
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasRegParam$_setter_$regParam_$eq(
      DoubleParam param) {}

  @Override
  default IntParam maxIter() {
    return ownParams().maxIter;
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasMaxIter$_setter_$maxIter_$eq(IntParam param) {}

  @Override
  default DoubleParam tol() {
    return ownParams().tol;
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasTol$_setter_$tol_$eq(DoubleParam param) {}

  @Override
  default BooleanParam fitIntercept() {
    return ownParams().fitIntercept;
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasFitIntercept$_setter_$fitIntercept_$eq(
      BooleanParam param) {}

  @Override
  default BooleanParam standardization() {
    return ownParams().standardization;
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasStandardization$_setter_$standardization_$eq(
      BooleanParam param) {}

  @Override
  default Param<String> weightCol() {
    return ownParams().weightCol;
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasWeightCol$_setter_$weightCol_$eq(
      Param<String> param) {}

  @Override
  default IntParam aggregationDepth() {
    return ownParams().aggregationDepth;
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasAggregationDepth$_setter_$aggregationDepth_$eq(
      IntParam param) {}

  @Override
  default DoubleParam maxBlockSizeInMB() {
    return ownParams().maxBlockSizeInMB;
  }

  @Override
  default void org$apache$spark$ml$param$shared$HasMaxBlockSizeInMB$_setter_$maxBlockSizeInMB_$eq(
      DoubleParam param) {}
}
