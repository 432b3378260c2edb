/** AlexNet (Krizhevsky, arXiv:1404.5997) of torchvision. */
@NullMarked
package org.atelier.features.alexnet;

import org.jspecify.annotations.NullMarked;
