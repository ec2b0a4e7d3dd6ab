//! Whether the console window of Windows closes with this process.

/// Whether this process is the only one on its console: Windows has opened the window for it and takes it away when it
/// ends. So it is after a double click and after files were dropped on the program; a shell or a script that has
/// started it is on the same console. Without a console, and on other systems, it is not.
#[must_use]
pub fn closes_with_us() -> bool {
    processes() == 1
}

/// Processes on the console.
#[cfg(windows)]
fn processes() -> u32 {
    // Where there are more than fit, their number is given all the same; whose they are is not asked.
    let mut id = 0;
    // SAFETY: the pointer is to one number, as is said, which lives until the call has returned.
    unsafe { windows_sys::Win32::System::Console::GetConsoleProcessList(&raw mut id, 1) }
}

#[cfg(not(windows))]
fn processes() -> u32 {
    0
}
