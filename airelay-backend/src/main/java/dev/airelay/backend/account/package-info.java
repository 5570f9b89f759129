/**
 * The account as the upstream reports it: its models and the use of the plan.
 *
 * <p>Read first: {@link dev.airelay.backend.account.AccountCache}, {@link dev.airelay.backend.account.ModelCatalog} and
 * {@link dev.airelay.backend.account.LimitReport}.
 *
 * <p>The values are immutable. The cache may be used from any thread; its fetches complete on an event loop.
 */
package dev.airelay.backend.account;
