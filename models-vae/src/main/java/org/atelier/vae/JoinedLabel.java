package org.atelier.vae;

import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/** Rows (N, F) and labels (N) to (N, F + classes): 1 in the place of the label joins each row. */
final class JoinedLabel extends Layer {
  private final int classes;

  JoinedLabel(int classes) {
    this.classes = classes;
  }

  @Override
  protected boolean takesConditions() {
    return true;
  }

  @Override
  protected Values write(Script script, Values in) {
    Value rows = in.get(0, 2);
    Value labels = in.get(1, 2).expectLabels();
    if (rows.shape().dimension() != 2) {
      throw new IllegalArgumentException("expected rows (N, F), but got " + rows.shape());
    }
    return script.line(
        rows.shape().slice(0, 1).add(rows.size(1) + classes),
        "torch.cat([{0}, torch.to(torch.one_hot({1}, {2}), 6)], 1)",
        rows,
        labels,
        classes);
  }
}
