package dev.geodesic.report.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.expressions.GenericRowWithSchema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LostTest {
  private static Row trial(
      String status, @Nullable String trouble, @Nullable Double loss, @Nullable String cause) {
    StructType type = new StructType();
    for (String name : List.of("trial_id", "status", "trouble", "cause", "optimizer", "host")) {
      type = type.add(name, DataTypes.StringType);
    }
    return new GenericRowWithSchema(
        new @Nullable Object[] {"id", status, trouble, cause, "sgd", "host-1", loss, null},
        type.add("test_loss", DataTypes.DoubleType).add("validation", DataTypes.DoubleType));
  }

  @Test
  void whatAHalvingStoppedIsNotLost() {
    List<Lost> lost =
        Lost.of(
            List.of(
                trial("STOPPED", null, 0.9, null),
                trial("COMPLETED", null, 0.5, null),
                trial("COMPLETED", null, null, "it is infinite"),
                trial("DIVERGED", "DIVERGED", null, "too large"),
                trial("NOT_RUN", "TIMEOUT", null, "out of time")));

    assertThat(lost)
        .extracting(Lost::status)
        .containsExactlyInAnyOrder("COMPLETED", "NOT_RUN", "DIVERGED");
  }
}
