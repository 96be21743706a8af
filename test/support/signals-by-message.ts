/** Raises the signals whose names come as messages. */
process.on('message', (signal) => process.emit(signal as NodeJS.Signals));
// The channel alone must not keep a command from ending.
process.channel?.unref();
