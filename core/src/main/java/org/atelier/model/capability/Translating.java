package org.atelier.model.capability;

import java.util.List;
import org.atelier.image.PictureTransform;

/**
 * A model that translates pictures from one domain to another: pix2pix, CycleGAN, DiscoGAN, the
 * domains of StarGAN.
 */
public interface Translating {
  /**
   * Returns the names of the target domains, the default first: {@code "B"} for a model with one
   * generator from A to B, {@code "B", "A"} for a model with two. Empty for a model that edits
   * attributes only ({@link AttributeEditing}).
   */
  List<String> targetDomains();

  /**
   * Returns the trained generator that translates to a domain, for pictures of any size. It is
   * valid until the model is closed.
   *
   * @param domain one of {@link #targetDomains}
   * @throws IllegalArgumentException if there is no such domain; the message lists the model's
   */
  PictureTransform translationTo(String domain);

  /**
   * Checks the name of a domain, for implementations of {@link #translationTo}.
   *
   * @throws IllegalArgumentException if {@code model} does not translate to it
   */
  static void expectTarget(Translating model, String domain) {
    List<String> targets = model.targetDomains();
    if (!targets.contains(domain)) {
      throw new IllegalArgumentException(
          targets.isEmpty()
              ? "There is no domain %s: the model has no target domains".formatted(domain)
              : "There is no domain %s: the model translates to %s"
                  .formatted(domain, String.join(", ", targets)));
    }
  }
}
