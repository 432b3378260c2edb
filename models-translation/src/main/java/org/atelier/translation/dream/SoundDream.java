package org.atelier.translation.dream;

import org.atelier.image.Picture;
import org.atelier.sound.GriffinLim;
import org.atelier.sound.LogMel;
import org.atelier.sound.LogMelOptions;
import org.atelier.sound.Sound;

/**
 * Dreams of sounds: a feature of the log-mel spectrogram grows, and the sound of the spectrogram is
 * estimated. Phases are not kept, and the whole sound is dreamt, however long.
 *
 * @param dreamer of spectrograms: a network of one channel, and no jitter, which would roll high
 *     frequencies to low ones
 * @param options of the spectrograms on which the network was trained; its frames are the fewest
 * @param phases estimates the phases
 */
public record SoundDream(Dreamer dreamer, LogMelOptions options, GriffinLim phases) {
  /** Frames are a multiple of the encoders' stride. */
  private static final int STRIDE = 16;

  /**
   * A dream of a sound.
   *
   * @param before the sound's spectrogram, (1, mels, frames) in [-1, 1]
   * @param after the dream's
   * @param sound the dream, at the options' sample rate
   */
  public record Dreamt(Picture before, Picture after, Sound sound) {}

  /** Options of a {@link ClassicDream} of spectrograms: one size, forty steps, no jitter. */
  public static ClassicOptions classic() {
    return ClassicOptions.defaults()
        .withOctaves(new Octaves(1, Octaves.defaults().ratio(), 40))
        .withStepSize(0.02)
        .withJitter(0);
  }

  /**
   * Dreams of a sound.
   *
   * @param seed of the initial phases
   */
  public Dreamt of(Sound sound, long seed, DreamProgress progress) {
    int samples = sound.atRate(options.sampleRate()).samples().length;
    int hops = (samples + options.window().hop() - 1) / options.window().hop();
    int frames = Math.max(options.frames(), (hops + STRIDE) / STRIDE * STRIDE);
    var logMel = new LogMel(options.withFrames(frames));
    Picture before = logMel.picture(sound);
    Picture after = dreamer.apply(DreamContent.of(before).withProgress(progress));
    return new Dreamt(before, after, logMel.sound(after, phases, seed));
  }
}
