package org.atelier.engine;

/**
 * How networks compute on this thread: one value, which holds for the length of a {@linkplain #run
 * scope} and is confined to its thread.
 *
 * <pre>{@code
 * var context = ExecutionContext.inference().withPrecision(Precision.MIXED);
 * List<Picture> pictures = context.run(() -> gan.sample(16, seed));
 * }</pre>
 *
 * <p>Scopes nest: an inner one holds until it ends, also by an exception, and then the outer one
 * holds again. Most code derives its scope from the one around it:
 *
 * <pre>{@code
 * NDArray features = ExecutionContext.current().withTraining(false).run(() -> network.run(x).head());
 * }</pre>
 *
 * <p>Layer mode and recording are independent: a perceptual loss needs evaluation with gradients,
 * and fakes for a discriminator training mode without. A thread begins in evaluation mode, in
 * float32; whether it records is libtorch's choice until it says.
 *
 * @param training the layer mode: in training, norms use (and update) batch statistics and dropout
 *     drops; in evaluation, norms use running statistics
 * @param precision of the computation
 * @param secondOrder whether layers are written for a derivative of a derivative (a gradient
 *     penalty): the same values, but nothing is propagated that is known to be 0
 * @param recording whether autograd records operations, so that {@link Gradients#of} can
 *     differentiate their results
 */
public record ExecutionContext(
    boolean training, Precision precision, boolean secondOrder, boolean recording) {
  private static final ExecutionContext INFERENCE =
      new ExecutionContext(false, Precision.FLOAT32, false, false);

  private static final ThreadLocal<ExecutionContext> CURRENT =
      ThreadLocal.withInitial(() -> INFERENCE);

  /**
   * Work that may throw a checked exception.
   *
   * @param <T> the result
   * @param <E> the exception
   */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    /** Does it. */
    T run() throws E;
  }

  /** This thread's context. */
  public static ExecutionContext current() {
    // DJL's own collectors change what libtorch keeps per thread, so it is asked.
    return CURRENT.get().withRecording(Libtorch.isRecording());
  }

  /** Evaluation mode, float32, nothing recorded. */
  public static ExecutionContext inference() {
    return INFERENCE;
  }

  /** The same with layers in training mode, or in evaluation mode. */
  public ExecutionContext withTraining(boolean training) {
    return new ExecutionContext(training, precision, secondOrder, recording);
  }

  /** The same in this precision. */
  public ExecutionContext withPrecision(Precision precision) {
    return new ExecutionContext(training, precision, secondOrder, recording);
  }

  /** The same with layers written for a second derivative, or not. */
  public ExecutionContext withSecondOrder(boolean secondOrder) {
    return new ExecutionContext(training, precision, secondOrder, recording);
  }

  /** The same with operations recorded, or not. */
  public ExecutionContext withRecording(boolean recording) {
    return recording == this.recording
        ? this
        : new ExecutionContext(training, precision, secondOrder, recording);
  }

  /**
   * Runs {@code work} in this context on the calling thread, and restores the one before when it
   * ends, whether it returns or throws.
   */
  public <T, E extends Exception> T run(Work<T, E> work) throws E {
    ExecutionContext before = current();
    enter(this);
    try {
      return work.run();
    } finally {
      enter(before);
    }
  }

  private static void enter(ExecutionContext context) {
    CURRENT.set(context);
    Libtorch.setRecording(context.recording);
  }
}
