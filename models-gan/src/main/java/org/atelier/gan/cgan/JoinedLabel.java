package org.atelier.gan.cgan;

import org.atelier.nn.Concat;
import org.atelier.nn.Embedding;
import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/** Rows (N, F) and labels (N) to (N, F + classes): a learnt vector of the class joins each row. */
final class JoinedLabel extends Layer {
  private final String name;
  private final Embedding embedding;
  private final Concat join;
  private final boolean first;

  private JoinedLabel(String name, int classes, boolean first) {
    this.name = name;
    this.first = first;
    embedding = child(name, Embedding.of(classes, classes));
    join = child("join", Concat.channels());
  }

  static JoinedLabel beforeLatents(String name, int classes) {
    return new JoinedLabel(name, classes, true);
  }

  static JoinedLabel afterPicture(String name, int classes) {
    return new JoinedLabel(name, classes, false);
  }

  @Override
  protected boolean takesConditions() {
    return true;
  }

  @Override
  protected Values write(Script script, Values in) {
    Value rows = in.get(0, 2);
    Value vectors = script.call(name, embedding, in.get(1, 2)).only();
    return script.call("join", join, first ? Values.of(vectors, rows) : Values.of(rows, vectors));
  }
}
