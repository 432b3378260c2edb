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
 * Converts sounds to log-mel spectrograms, pictures (N, 1, mels, frames) in [-1, 1], and back: the
 * magnitudes of a {@link Stft} are filtered by a mel filter bank and converted to decibels. Time
 * increases to the right, and row 0 is the highest band. The phases and the resolution within bands
 * are lost; the inverse estimates both, so that its result sounds similar but has another waveform.
 */
public final class LogMel {
  /** Multiplicative updates: the residual is then less than a hundredth of the bands' norm. */
  private static final int ROUNDS = 100;

  private final LogMelOptions options;
  private final Stft stft;
  private final float[] filters;
  private final NativeFunction toPicture;
  private final String toMagnitudes;

  /** Creates a transform with these options. */
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
    // Lee and Seung's multiplicative updates for non-negative least squares (2001): they preserve
    // zeros and non-negativity.
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

  /** Returns the options. */
  public LogMelOptions options() {
    return options;
  }

  /** Returns the short-time Fourier transform. */
  public Stft stft() {
    return stft;
  }

  /**
   * Computes the spectrograms of sounds.
   *
   * @param waves (N, samples), float32 in [-1, 1], at the options' sample rate
   * @return (N, 1, mels, 1 + samples / hop) in [-1, 1]
   */
  public NDArray pictures(NDArray waves) {
    try (NDArray magnitudes = stft.magnitudes(waves);
        NDArray bank = filters(waves.getManager())) {
      return toPicture.apply(magnitudes, bank);
    }
  }

  /**
   * Estimates the magnitudes of spectrograms by inverting the mel filter bank with non-negative
   * least squares. Among equal solutions it prefers an even distribution within each band.
   *
   * @param pictures (N, 1, mels, frames), float32; values of −1 or below are silence
   * @return (N, bins, frames), as returned by {@link Stft#magnitudes}
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
   * Computes the spectrogram of one sound, resampled to the options' sample rate and truncated or
   * padded with silence to the options' frames.
   *
   * @return a picture (1, mels, frames)
   */
  public Picture picture(Sound sound) {
    Sound fitted =
        sound.atRate(options.sampleRate(), options.samples()).withLength(options.samples());
    try (NDManager manager = newManager()) {
      NDArray wave = HostValues.toArray(manager, fitted.samples(), new Shape(1, options.samples()));
      return Picture.of(pictures(wave).get(0));
    }
  }

  /**
   * Estimates a sound with a given spectrogram.
   *
   * @param picture (1, mels, frames), any number of frames
   * @param phases the estimation of the phases
   * @param seed the seed of the initial phases
   * @return a sound at the options' sample rate; if it exceeds [-1, 1], it is scaled to that range
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
