package org.atelier.gan.acgan;

import org.atelier.nn.Embedding;
import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/** Latents (N, F) and labels (N) to latents times an embedding of the class, (N, F). */
final class ClassEmbeddingProduct extends Layer {
  private final String name;
  private final Embedding embedding;

  ClassEmbeddingProduct(String name, int classes, int latentSize) {
    this.name = name;
    embedding = child(name, Embedding.of(classes, latentSize));
  }

  @Override
  protected boolean takesConditions() {
    return true;
  }

  @Override
  protected Values write(Script script, Values in) {
    Value latents = in.get(0, 2);
    Value embedded = script.call(name, embedding, in.get(1, 2)).only();
    return script.line(latents.shape(), "torch.mul({0}, {1})", embedded, latents);
  }
}
