/**
 * Tools that a request offers, the choice between them, and the calls of them in its history.
 *
 * <p>Read first: {@link dev.airelay.transforms.tool.ToolSettings}, {@link dev.airelay.transforms.tool.ToolShapes} and
 * {@link dev.airelay.transforms.tool.CallLedger}.
 *
 * <p>Everything runs on the caller's thread and belongs to one request.
 */
package dev.airelay.transforms.tool;
