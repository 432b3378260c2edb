package org.atelier.train;

/**
 * Thrown if a run is resumed with other training data than that of its start; nothing has been
 * written. {@link TrainingLoop#acceptingChangedData} goes on with it.
 */
public final class ChangedDataException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String differences;

  /**
   * Creates an exception.
   *
   * @param message what differs, and what to do
   * @param differences what differs alone
   */
  ChangedDataException(String message, String differences) {
    super(message);
    this.differences = differences;
  }

  /** Returns what differs, such as the names of files that were added, removed or changed. */
  public String differences() {
    return differences;
  }
}
