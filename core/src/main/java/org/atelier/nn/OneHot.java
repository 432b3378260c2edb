package org.atelier.nn;

import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;
import org.atelier.options.OptionChecks;

/**
 * One-hot encoding: labels (…) of an integer type in [0, classes) to float32 vectors (…, classes)
 * with 1 at the label and 0 elsewhere.
 *
 * <p>A label outside the range is an error of libtorch, "Class values must be smaller than
 * num_classes".
 */
public final class OneHot extends Layer {
  private final int classes;

  private OneHot(int classes) {
    this.classes = OptionChecks.atLeast(1, "classes", classes);
  }

  /**
   * Creates a one-hot encoding.
   *
   * @param classes number of classes, at least 1
   */
  public static OneHot of(int classes) {
    return new OneHot(classes);
  }

  @Override
  protected Values write(Script script, Values in) {
    Value labels = in.only().expectLabels();
    return script.fresh(
        labels.shape().add(classes), "torch.to(torch.one_hot({0}, {1}), 6)", labels, classes);
  }
}
