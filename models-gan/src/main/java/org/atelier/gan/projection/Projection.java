package org.atelier.gan.projection;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.atelier.gan.ResidualNetworks;
import org.atelier.nn.Embedding;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;
import org.atelier.nn.SpectralNorm;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/**
 * The discriminator's last layer: features φ (N, F) and labels y (N) to scores (N, 1), ⟨v(y), φ⟩ +
 * w·φ + b, with v an embedding.
 */
final class Projection extends Layer {
  private final Layer vectors;
  private final Layer score;

  Projection(int classes, int features) {
    Embedding embedding = Embedding.of(classes, features);
    embedding.setInitializer(Initialiser.xavierUniform(1), Parameter.Type.OTHER);
    vectors = child("vectors", SpectralNorm.of(embedding));
    score = child("score", ResidualNetworks.score());
  }

  @Override
  protected boolean takesConditions() {
    return true;
  }

  @Override
  protected Values write(Script script, Values in) {
    Value features = in.get(0, 2);
    Value embedded = script.call("vectors", vectors, in.get(1, 2)).only();
    Value unconditional = script.call("score", score, features).only();
    var shape = new Shape(features.size(0), 1);
    return script.line(
        shape,
        "torch.add(torch.sum(torch.mul({0}, {1}), [1], True), {2})",
        features,
        embedded,
        unconditional);
  }
}
