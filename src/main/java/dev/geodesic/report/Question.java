package dev.geodesic.report;

/** A question of a user. */
public sealed interface Question permits SqlQuestion, Question.OfThisBuild {
  /** A question whose answer needs no results, and so no Spark. */
  sealed interface OfThisBuild extends Question permits SchemaQuestion, ListQuestion {
    /** The answer, of strings alone. */
    RowTable answer();
  }
}
