package org.atelier.translation.dream;

import org.atelier.model.canvas.Fourier;
import org.atelier.model.canvas.Parametrisation;
import org.atelier.options.OptionChecks;

/**
 * Options of {@link FourierDream}.
 *
 * @param steps of Adam, at least 1
 * @param learningRate of Adam, positive
 * @param views the random views that the network is shown
 * @param leak the derivative of ReLU where it is constant
 */
public record FourierOptions(int steps, double learningRate, Views views, Leak leak) {
  /** Checks the numbers. */
  public FourierOptions {
    OptionChecks.atLeast(1, "steps", steps);
    OptionChecks.positive("learningRate", learningRate);
  }

  /** 32 steps of 0.05, with views. */
  public static FourierOptions defaults() {
    return new FourierOptions(32, 0.05, Views.defaults(), Leak.defaults());
  }

  /** Returns a copy with another number of steps, at least 1. */
  public FourierOptions withSteps(int steps) {
    return new FourierOptions(steps, learningRate, views, leak);
  }

  /** Returns a copy with another learning rate, positive. */
  public FourierOptions withLearningRate(double learningRate) {
    return new FourierOptions(steps, learningRate, views, leak);
  }

  /** Returns a copy with other views. */
  public FourierOptions withViews(Views views) {
    return new FourierOptions(steps, learningRate, views, leak);
  }

  /** Returns a copy with another derivative of ReLU where it is constant. */
  public FourierOptions withLeak(Leak leak) {
    return new FourierOptions(steps, learningRate, views, leak);
  }

  /** Squashed by a sigmoid, a random start of standard deviation 0.01. */
  Parametrisation parametrisation() {
    return Fourier.defaults();
  }
}
