package org.atelier.sound;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.atelier.engine.Arguments;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeFunction;
import org.atelier.engine.NativeModule;
import org.atelier.image.Picture;

/**
 * Sounds as pictures, (N, 1, mels, frames) in [-1, 1], and back: the magnitudes of a {@link Stft},
 * gathered by the filters of a mel scale, in decibels. Time runs to the right, and row 0 is the
 * highest band, as spectrograms are drawn. The phases are lost, and so is what lies between the
 * bands; the way back finds both anew, so what it gives sounds alike and is another wave.
 */
public final class LogMel {
  /** Of the multiplicative updates: they leave less than a hundredth of the bands' norm. */
  private static final int ROUNDS = 100;

  private final LogMelOptions options;
  private final Stft stft;
  private final float[] filters;
  private final NativeFunction toPicture;
  private final String toMagnitudes;

  /** With these options. */
  public LogMel(LogMelOptions options) {
    this.options = options;
    stft = new Stft(options.window().size(), options.window().hop());
    filters = MelFilters.matrix(options);
    double floor = options.range().floor();
    double span = options.range().ceiling() - floor;
    String level = "torch.mul(torch.log10(torch.clamp_min(torch.matmul(filters, x), %s)), 20.)";
    toPicture =
        NativeFunction.of(
            "torch.unsqueeze(torch.clamp(torch.sub(torch.mul(torch.sub(%s, %s), %s), 1.), -1., 1.), 1)"
                .formatted(
                    level.formatted(Stft.literal(Math.pow(10, floor / 20))),
                    Stft.literal(floor),
                    Stft.literal(2 / span)),
            "x",
            "filters");
    // Lee and Seung's updates for non-negative least squares (2001): they start from all that the
    // bands could be, keep what is 0, and never leave the non-negative numbers.
    toMagnitudes =
        """
            y = torch.squeeze(x, 1)
            level = torch.add(torch.mul(torch.add(y, 1.), %s), %s)
            loud = torch.mul(torch.pow(10., torch.mul(level, 0.05)), torch.gt(y, -1.))
            back = torch.t(filters)
            target = torch.matmul(back, loud)
            found = target
            for i in range(%s):
              reached = torch.matmul(back, torch.matmul(filters, found))
              found = torch.div(torch.mul(found, target), torch.add(reached, 1.0e-12))
            return [found]
        """
            .formatted(Stft.literal(span / 2), Stft.literal(floor), ROUNDS);
  }

  /** What it was made with. */
  public LogMelOptions options() {
    return options;
  }

  /** The transform below. */
  public Stft stft() {
    return stft;
  }

  /**
   * The pictures of sounds.
   *
   * @param waves (N, samples), float32 in [-1, 1], at the options' rate
   * @return (N, 1, mels, 1 + samples / hop) in [-1, 1]
   */
  public NDArray pictures(NDArray waves) {
    try (NDArray magnitudes = stft.magnitudes(waves);
        NDArray bank = filters(waves.getManager())) {
      return toPicture.apply(magnitudes, bank);
    }
  }

  /**
   * Magnitudes whose bands are those of the pictures, by non-negative least squares. Of all that
   * have the same bands, those near an even spread within each.
   *
   * @param pictures (N, 1, mels, frames), float32; values at −1 or below are silence
   * @return (N, bins, frames), as {@link Stft#magnitudes} gives them
   */
  public NDArray magnitudes(NDArray pictures) {
    Shape shape = pictures.getShape();
    if (shape.dimension() != 4 || shape.get(1) != 1 || shape.get(2) != options.mels()) {
      throw new IllegalArgumentException(
          "Expected spectrograms as (N, 1, %s, frames), but got %s"
              .formatted(options.mels(), shape));
    }
    try (NDArray bank = filters(pictures.getManager());
        NativeModule module =
            NativeModule.compile("x: Tensor, filters: Tensor", "List[Tensor]", toMagnitudes);
        var arguments = new Arguments()) {
      arguments.add(pictures);
      arguments.add(bank);
      return arguments.call(module, false).singletonOrThrow();
    }
  }

  private NDArray filters(NDManager manager) {
    return HostValues.toArray(manager, filters, new Shape(options.mels(), stft.bins()));
  }

  /**
   * The picture of one sound: brought to the options' rate, and cut or followed by silence.
   *
   * @return 1×mels×frames
   */
  public Picture picture(Sound sound) {
    Sound fitted = sound.atRate(options.sampleRate()).withLength(options.samples());
    try (NDManager manager = newManager()) {
      NDArray wave = HostValues.toArray(manager, fitted.samples(), new Shape(1, options.samples()));
      return Picture.of(pictures(wave).get(0));
    }
  }

  /**
   * A sound of this picture.
   *
   * @param picture 1×mels×any number of frames
   * @param phases how its phases are found
   * @param seed of the phases
   * @return at the options' rate; where it would be louder than [-1, 1], all of it is made less
   *     loud
   */
  public Sound sound(Picture picture, GriffinLim phases, long seed) {
    try (NDManager manager = newManager()) {
      NDArray pictures = picture.toArray(manager).expandDims(0);
      NDArray wave = phases.sounds(magnitudes(pictures), stft, seed);
      var sound = new Sound(options.sampleRate(), wave.toFloatArray());
      float peak = sound.peak();
      if (peak > 1) {
        for (int i = 0; i < sound.samples().length; i++) {
          sound.samples()[i] /= peak;
        }
      }
      return sound;
    }
  }

  private static NDManager newManager() {
    return NDManager.newBaseManager(Engine.getEngine("PyTorch").defaultDevice(), "PyTorch");
  }
}
