/**
 * Kim et al., "Learning to discover cross-domain relations with generative adversarial networks",
 * arXiv:1703.05192.
 */
@NullMarked
package org.atelier.translation.discogan;

import org.jspecify.annotations.NullMarked;
