package dev.geodesic.ml;

import java.io.Serializable;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.Identifiable;

/** The params that estimator and model have besides those of every probabilistic classifier. */
public final class OwnParams implements Serializable {
  private static final long serialVersionUID = 1L;

  final DoubleParam regParam;
  final IntParam maxIter;
  final DoubleParam tol;
  final BooleanParam fitIntercept;
  final BooleanParam standardization;
  final Param<String> weightCol;
  final IntParam aggregationDepth;
  final DoubleParam maxBlockSizeInMB;

  OwnParams(Identifiable owner) {
    regParam =
        new DoubleParam(
            owner, "regParam", "L2 regularization parameter (>= 0)", ParamValidators.gtEq(0));
    maxIter =
        new IntParam(
            owner,
            "maxIter",
            "maximum number of iterations of Newton's method (>= 0)",
            ParamValidators.gtEq(0));
    tol =
        new DoubleParam(
            owner,
            "tol",
            "the fit ends when the gradient's norm is this part of its first (>= 0)",
            ParamValidators.gtEq(0));
    fitIntercept = new BooleanParam(owner, "fitIntercept", "whether to fit intercepts");
    standardization =
        new BooleanParam(
            owner,
            "standardization",
            "whether the penalty is of the coefficients of standardized features");
    weightCol =
        new Param<>(owner, "weightCol", "column of weights; without it all instances weigh 1.0");
    aggregationDepth =
        new IntParam(
            owner,
            "aggregationDepth",
            "suggested depth for treeAggregate (>= 2)",
            ParamValidators.gtEq(2));
    maxBlockSizeInMB =
        new DoubleParam(
            owner,
            "maxBlockSizeInMB",
            "maximum memory in MB of a block of rows (>= 0); 0 means 1 MB",
            ParamValidators.gtEq(0));
  }
}
