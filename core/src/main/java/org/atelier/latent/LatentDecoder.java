package org.atelier.latent;

import java.util.List;
import org.atelier.image.Picture;

/**
 * What turns latents into pictures: {@code gan::generate}, or {@code latents ->
 * gan.generate(latents, new ClassLabels(10).always(3))} for a class-conditional model.
 */
@FunctionalInterface
public interface LatentDecoder {
  /**
   * One picture of each latent, in their order. A picture depends on its latent alone and not on
   * its place in the list.
   */
  List<Picture> pictures(List<Latent> latents);
}
