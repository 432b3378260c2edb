package org.atelier.sound;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.atelier.engine.Arguments;
import org.atelier.engine.HostValues;
import org.atelier.engine.NativeModule;
import org.atelier.random.CounterRandom;

/**
 * Estimates the phases of a magnitude spectrogram: Griffin and Lim, "Signal estimation from
 * modified short-time Fourier transform", 1984, with the momentum of Perraudin, Balazs and
 * Søndergaard, "A fast Griffin-Lim algorithm", 2013. Starting from random phases, each iteration
 * applies the inverse and the forward transform, keeps the phases and restores the given
 * magnitudes.
 *
 * <p>All iterations are one native call. The initial phases are a function of the seed, so that the
 * result is a function of the spectrogram and the seed.
 *
 * @param rounds the number of iterations, from 1 to 10,000
 * @param momentum the momentum of the fast algorithm, in [0, 1); 0 gives the algorithm of 1984
 */
public record GriffinLim(int rounds, double momentum) {
  /** Checks the numbers. */
  public GriffinLim {
    if (rounds < 1 || rounds > 10_000) {
      throw new IllegalArgumentException("rounds must be from 1 to 10000, but was " + rounds);
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new IllegalArgumentException("momentum must be in [0, 1), but was " + momentum);
    }
  }

  /** Returns 64 iterations with momentum 0.99. */
  public static GriffinLim defaults() {
    return new GriffinLim(64, 0.99);
  }

  /** Returns a copy with this many iterations, from 1 to 10,000. */
  public GriffinLim withRounds(int rounds) {
    return new GriffinLim(rounds, momentum);
  }

  /** Returns a copy with this momentum, in [0, 1). */
  public GriffinLim withMomentum(double momentum) {
    return new GriffinLim(rounds, momentum);
  }

  /**
   * Estimates waveforms whose magnitude spectrograms are close to the given ones.
   *
   * @param magnitudes (N, bins, frames), float32, as returned by {@link Stft#magnitudes}, at least
   *     two frames
   * @param stft the transform of the magnitudes
   * @param seed the seed of the initial phases
   * @return the waveforms, (N, hop · (frames − 1)), attached to the manager of {@code magnitudes}
   */
  public NDArray sounds(NDArray magnitudes, Stft stft, long seed) {
    Shape shape = magnitudes.getShape();
    if (shape.dimension() != 3 || shape.get(1) != stft.bins() || shape.get(2) < 2) {
      throw new IllegalArgumentException(
          "Expected magnitudes as (N, %s, frames) of at least 2 frames, but got %s"
              .formatted(stft.bins(), shape));
    }
    if (stft.samples((int) shape.get(2)) <= stft.windowSize() / 2) {
      throw new IllegalArgumentException(
          "Expected frames that span more than half a window (%s samples), but %s frames span %s"
              .formatted(stft.windowSize() / 2, shape.get(2), stft.samples((int) shape.get(2))));
    }
    NDManager manager = magnitudes.getManager();
    try (NativeModule module = NativeModule.compile(SIGNATURE, "List[Tensor]", text(stft));
        NDArray phases = phases(manager, shape, seed);
        NDArray window = stft.window(manager);
        var arguments = new Arguments()) {
      arguments.add(magnitudes);
      arguments.add(phases);
      arguments.add(window);
      NDList result = arguments.call(module, false);
      return result.singletonOrThrow();
    }
  }

  private static final String SIGNATURE = "magnitudes: Tensor, phases: Tensor, window: Tensor";

  private String text(Stft stft) {
    // The momentum is weighted as in torchaudio.
    return """
        wanted = torch.mul(magnitudes, %s)
        angles = torch.complex(torch.cos(phases), torch.sin(phases))
        before = torch.mul(angles, 0.)
        for i in range(%s):
          wave = %s
          rebuilt = %s
          ahead = torch.sub(rebuilt, torch.mul(before, %s))
          angles = torch.div(ahead, torch.add(torch.abs(ahead), 1.0e-16))
          before = rebuilt
        return [%s]
    """
        .formatted(
            Stft.literal(1 / stft.scale()),
            rounds,
            stft.inverse("torch.mul(wanted, angles)"),
            stft.forward("wave"),
            Stft.literal(momentum / (1 + momentum)),
            stft.inverse("torch.mul(wanted, angles)"));
  }

  private static NDArray phases(NDManager manager, Shape shape, long seed) {
    var values = new float[Math.toIntExact(shape.size())];
    int length = values.length / (int) shape.get(0);
    for (int i = 0; i < values.length; i += length) {
      // The same initial phases for every sound, so that results do not depend on the batch.
      var random = CounterRandom.of(seed, "phases");
      for (int k = i; k < i + length; k++) {
        values[k] = (float) (2 * Math.PI * random.nextDouble());
      }
    }
    return HostValues.toArray(manager, values, shape);
  }
}
