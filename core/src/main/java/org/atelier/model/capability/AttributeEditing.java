package org.atelier.model.capability;

import java.util.List;
import java.util.Map;
import org.atelier.image.Picture;
import org.atelier.image.PictureRegions;
import org.atelier.image.PictureTransform;

/**
 * A model that changes attributes of a picture, such as StarGAN trained on a table of attributes.
 */
public interface AttributeEditing {
  /**
   * Returns the attributes that can be changed, in the order of the training data; may be empty.
   */
  List<String> attributes();

  /**
   * Returns the transform of a picture to given attributes.
   *
   * @param picture the picture from which attributes that are not given are predicted, if the model
   *     has a trained classifier of them; otherwise they are assumed absent
   * @param wanted target attributes: present (true) or absent (false)
   * @throws IllegalArgumentException if there is no such attribute; the message lists the model's
   */
  PictureTransform editing(Picture picture, Map<String, Boolean> wanted);

  /**
   * Returns the transform of a picture that is read in regions, as {@link #editing(Picture, Map)}
   * does. By default all its pixels are read at once.
   *
   * @throws IllegalArgumentException if there is no such attribute; the message lists the model's
   */
  default PictureTransform editing(PictureRegions picture, Map<String, Boolean> wanted) {
    return editing(picture.whole(), wanted);
  }
}
