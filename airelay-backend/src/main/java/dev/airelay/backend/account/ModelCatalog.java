package dev.airelay.backend.account;

import java.util.List;
import java.util.Optional;

/**
 * The models that the upstream offers to this account and client version.
 *
 * @param models by priority, low first; those without one last, in the upstream's order
 * @param etag the catalog's version: a different {@code x-models-etag} on a response means that it has changed
 */
public record ModelCatalog(List<Model> models, Optional<String> etag) {

    /** Copies the list. */
    public ModelCatalog {
        models = List.copyOf(models);
    }

    /** Returns the model with this slug, hidden ones included. */
    public Optional<Model> find(String slug) {
        for (Model model : models) {
            if (model.slug().equals(slug)) {
                return Optional.of(model);
            }
        }
        return Optional.empty();
    }
}
