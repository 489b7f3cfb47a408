package dev.geodesic.report;

/** Something that a user wants to know. */
public sealed interface Question permits SqlQuestion, Question.OfThisBuild {
  /** One whose answer is known without any results, and so without Spark. */
  sealed interface OfThisBuild extends Question permits SchemaQuestion, ListQuestion {
    /** The answer, of strings alone. */
    RowTable answer();
  }
}
