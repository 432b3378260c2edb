package org.atelier.engine;

/**
 * The execution context: how networks compute on the current thread. It is one immutable value, set
 * for the duration of a {@linkplain #run scope} and confined to its thread.
 *
 * <pre>{@code
 * var context = ExecutionContext.inference().withPrecision(Precision.MIXED);
 * List<Picture> pictures = context.run(() -> gan.sample(16, seed));
 * }</pre>
 *
 * <p>Scopes nest: when an inner scope ends, normally or by an exception, the context of the outer
 * one is restored. Most code derives its context from the current one:
 *
 * <pre>{@code
 * NDArray features = ExecutionContext.current().withTraining(false).run(() -> network.run(x).head());
 * }</pre>
 *
 * <p>Layer mode and recording are independent: a perceptual loss needs evaluation mode with
 * recording, and fakes for a discriminator need training mode without. A new thread is in
 * evaluation mode and computes in float32; until a context is set, its recording state is
 * libtorch's.
 *
 * @param training the layer mode: in training mode, norms use batch statistics and update their
 *     running statistics, and dropout is active; in evaluation mode, norms use running statistics
 *     and dropout is inactive
 * @param precision the precision of the computation
 * @param secondOrder whether layers are compiled for second derivatives (gradient penalties): the
 *     same values, but terms of the second derivative that are known to be 0 are not computed
 * @param recording whether autograd records operations, as {@link Gradients#of} requires
 * @param leak the derivative that autograd sees of ReLU and ReLU6 where they are constant, in [0,
 *     1]; 0 is the true one. With a leak, a picture can be changed such that a unit that is silent
 *     everywhere begins to answer (DeepDream); the values of the functions are the same
 */
public record ExecutionContext(
    boolean training, Precision precision, boolean secondOrder, boolean recording, double leak) {
  private static final ExecutionContext INFERENCE =
      new ExecutionContext(false, Precision.FLOAT32, false, false, 0);

  /** Checks the leak. */
  public ExecutionContext {
    if (!(leak >= 0 && leak <= 1)) {
      throw new IllegalArgumentException("leak must be in [0, 1], but was " + leak);
    }
  }

  private static final ThreadLocal<ExecutionContext> CURRENT =
      ThreadLocal.withInitial(() -> INFERENCE);

  /**
   * A computation that may throw a checked exception.
   *
   * @param <T> the type of the result
   * @param <E> the type of the exception
   */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    /** Runs the computation and returns its result. */
    T run() throws E;
  }

  /** Returns the current thread's context. */
  public static ExecutionContext current() {
    // DJL's own collectors change libtorch's thread state, so that is the source of truth.
    return CURRENT.get().withRecording(Libtorch.isRecording());
  }

  /** Returns the context of inference: evaluation mode, float32, without recording. */
  public static ExecutionContext inference() {
    return INFERENCE;
  }

  /** Returns a copy with layers in training mode (true) or in evaluation mode (false). */
  public ExecutionContext withTraining(boolean training) {
    return new ExecutionContext(training, precision, secondOrder, recording, leak);
  }

  /** Returns a copy with this precision. */
  public ExecutionContext withPrecision(Precision precision) {
    return new ExecutionContext(training, precision, secondOrder, recording, leak);
  }

  /** Returns a copy with layers compiled for second derivatives (true) or not (false). */
  public ExecutionContext withSecondOrder(boolean secondOrder) {
    return new ExecutionContext(training, precision, secondOrder, recording, leak);
  }

  /** Returns a copy with recording for autograd on (true) or off (false). */
  public ExecutionContext withRecording(boolean recording) {
    return recording == this.recording
        ? this
        : new ExecutionContext(training, precision, secondOrder, recording, leak);
  }

  /**
   * Returns a copy with this derivative of ReLU and ReLU6 where they are constant, in [0, 1]; 0 is
   * the true one.
   */
  public ExecutionContext withLeak(double leak) {
    return new ExecutionContext(training, precision, secondOrder, recording, leak);
  }

  /**
   * Runs {@code work} in this context on the calling thread and restores the previous context when
   * it returns or throws.
   *
   * @return the result of {@code work}
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
