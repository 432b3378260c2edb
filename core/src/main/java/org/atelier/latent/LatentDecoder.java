package org.atelier.latent;

import java.util.List;
import org.atelier.image.Picture;

/**
 * Decodes latents to pictures: {@code gan::generate}, or {@code latents -> gan.generate(latents,
 * new ClassLabels(10).always(3))} for a class-conditional model.
 */
@FunctionalInterface
public interface LatentDecoder {
  /**
   * Returns one picture for each latent, in order. A picture must be a function of its latent
   * alone, not of its position in the list.
   */
  List<Picture> pictures(List<Latent> latents);
}
