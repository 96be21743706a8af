/** Raises the signals whose names this process gets as messages. */
process.on('message', (signal) => process.emit(signal as NodeJS.Signals));
// An open channel must not keep a command from ending.
process.channel?.unref();
