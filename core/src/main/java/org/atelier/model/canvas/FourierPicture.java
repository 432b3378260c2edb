package org.atelier.model.canvas;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import org.atelier.nn.Initialiser;
import org.atelier.nn.Layer;
import org.atelier.nn.script.Script;
import org.atelier.nn.script.Value;
import org.atelier.nn.script.Values;

/** The layer of {@link Fourier}: from a spectrum (N, C, H, ⌊W/2⌋+1, 2) to pictures (N, C, H, W). */
final class FourierPicture extends Layer {
  private final Shape picture;
  private final boolean squashed;
  private final Parameter scale;
  private final Parameter colours;

  FourierPicture(Shape picture, float[] scale, float[] colours, boolean squashed) {
    this.picture = picture;
    this.squashed = squashed;
    this.scale = buffer("scale", Parameter.Type.OTHER, held(scale));
    this.colours = buffer("colours", Parameter.Type.OTHER, held(colours));
    this.scale.setShape(new Shape(picture.get(2), picture.get(3) / 2 + 1, 1));
    this.colours.setShape(new Shape(picture.get(1), picture.get(1)));
  }

  private static Initialiser held(float[] values) {
    return (shape, random) -> values.clone();
  }

  @Override
  protected Values write(Script script, Values in) {
    Value spectrum = in.only();
    long[] size = {picture.get(2), picture.get(3)};
    Value planes =
        script.line(
            picture,
            "torch.fft_irfft2(torch.view_as_complex(torch.mul({0}, {1})), {2}, [-2, -1], \"ortho\")",
            spectrum,
            script.parameter(scale),
            size);
    Value mixed =
        script.line(
            picture,
            "torch.reshape(torch.matmul({1}, torch.flatten({0}, 2)), {2})",
            planes,
            script.parameter(colours),
            picture.getShape());
    // 2·sigmoid(u) − 1
    String range = squashed ? "torch.tanh(torch.mul({0}, 0.5))" : "torch.mul({0}, 2.0)";
    return script.line(picture, range, mixed);
  }
}
