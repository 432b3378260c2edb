"""The evidence of pictures by weights, in PyTorch: checks the Java evaluator on one set of weights.

The draws of z are other ones, so the two agree but for the error of the draws.
"""

import json
import math

import torch

from likelihood.train import Vae, java_name
from quality.files import read_safetensors

AT_ONCE = 10


@torch.no_grad()
def evidence(recipe_file, weights_file, pictures, draws):
    """Mean ELBO and importance-weighted NLL of pictures (N, pixels) in {0, 1}."""
    model = Vae(json.loads(recipe_file.read_text()))
    tensors = read_safetensors(weights_file)
    model.load_state_dict({name: tensors[java_name(name)] for name in model.state_dict()})
    bound = nll = 0.0
    for x in pictures.split(AT_ONCE):
        mu, logvar = model.encode(x)
        noise = torch.randn(draws, *mu.shape)
        z = mu + torch.exp(0.5 * logvar) * noise
        logits = model.decode(z)
        likelihood = torch.distributions.Bernoulli(logits=logits).log_prob(x).sum(-1).double()
        posterior = torch.distributions.Normal(mu, torch.exp(0.5 * logvar))
        prior = torch.distributions.Normal(torch.zeros_like(mu), torch.ones_like(mu))
        kl = torch.distributions.kl_divergence(posterior, prior).sum(-1).double()
        bound += (likelihood.mean(0) - kl).sum().item()
        weights = likelihood + prior.log_prob(z).sum(-1) - posterior.log_prob(z).sum(-1)
        nll -= (torch.logsumexp(weights, 0) - math.log(draws)).sum().item()
    return bound / len(pictures), nll / len(pictures)
