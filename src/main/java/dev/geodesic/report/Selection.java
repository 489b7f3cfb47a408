package dev.geodesic.report;

/**
 * On what configurations were chosen, and of what the losses are that are told of the chosen.
 *
 * @param isValidated whether validation samples chose, and the holdout took no part
 * @param isConfirmed whether fresh seeds tell, and those of the search took no part
 */
public record Selection(boolean isValidated, boolean isConfirmed) {
  /** The loss that chose, in words. */
  public String criterion() {
    return isValidated ? "validation loss" : "holdout loss";
  }

  /** Says in a sentence what chose and what tells, and what that means for the losses told. */
  public String describe() {
    if (isValidated) {
      return isConfirmed
          ? "Validation samples and the seeds of the search chose; the losses told are of the holdout"
              + " and of fresh seeds, which took no part."
          : "Validation samples chose; the losses told are of the holdout, which took no part.";
    }
    return isConfirmed
        ? "The holdout and the seeds of the search chose; the losses told are of the same holdout, but of"
            + " fresh seeds, which took no part."
        : "The holdout chose and also measures, so that the losses of the chosen flatter them:"
            + " data.validation or sweep.confirm keeps choice and measurement apart.";
  }
}
