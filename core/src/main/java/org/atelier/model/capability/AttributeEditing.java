package org.atelier.model.capability;

import java.util.List;
import java.util.Map;
import org.atelier.image.Picture;
import org.atelier.image.PictureTransform;

/**
 * A model that changes attributes of a picture, such as StarGAN trained on a table of attributes.
 */
public interface AttributeEditing {
  /** The attributes that can be changed, in the order of the training data; may be empty. */
  List<String> attributes();

  /**
   * The transform of one picture to given attributes.
   *
   * @param picture from which attributes that are not given are estimated, where the model has a
   *     trained classifier for them; without one they count as absent
   * @param wanted attributes that the result shall have (true) or not have (false)
   * @throws IllegalArgumentException if there is no such attribute; the message names those there
   *     are
   */
  PictureTransform editing(Picture picture, Map<String, Boolean> wanted);
}
