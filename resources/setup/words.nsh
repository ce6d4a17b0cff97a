; The setup's own words. Everything else that it shows comes with NSIS in the same languages.

LangString WELCOME_TITLE ${LANG_ENGLISH} "${NAME}"
LangString WELCOME_TEXT ${LANG_ENGLISH} "This puts the program on this PC, for you only. It takes less than a minute and needs no administrator.$\r$\n$\r$\nNothing in Open Dental is changed. Open Dental is a trademark of its owner; this program is independent of it.$\r$\n$\r$\nClick Install to go on."
LangString WELCOME_TEXT_ALL ${LANG_ENGLISH} "This puts the program on this PC, for everyone who uses it. It takes less than a minute.$\r$\n$\r$\nNothing in Open Dental is changed. Open Dental is a trademark of its owner; this program is independent of it.$\r$\n$\r$\nClick Install to go on."
LangString FINISH_TITLE ${LANG_ENGLISH} "The program is on this PC"
LangString FINISH_TEXT ${LANG_ENGLISH} "You find it in the Start menu and on the desktop."
LangString FINISH_RUN ${LANG_ENGLISH} "Open it now"
LangString RUNNING ${LANG_ENGLISH} "${NAME} is still open on this PC. Close it, then click Retry."
LangString FORGET ${LANG_ENGLISH} "Remove the stored Open Dental key from this PC as well?$\r$\n$\r$\nThe program that uses the key would lose its connection. If you are not sure, click No."

LangString WELCOME_TITLE ${LANG_SPANISH} "${NAME}"
LangString WELCOME_TEXT ${LANG_SPANISH} "Se instala el programa en este equipo, solo para usted. Tarda menos de un minuto y no necesita administrador.$\r$\n$\r$\nNo se cambia nada en Open Dental. Open Dental es una marca de su propietario; este programa es independiente.$\r$\n$\r$\nHaga clic en Instalar para continuar."
LangString WELCOME_TEXT_ALL ${LANG_SPANISH} "Se instala el programa en este equipo, para todas las personas que lo usan. Tarda menos de un minuto.$\r$\n$\r$\nNo se cambia nada en Open Dental. Open Dental es una marca de su propietario; este programa es independiente.$\r$\n$\r$\nHaga clic en Instalar para continuar."
LangString FINISH_TITLE ${LANG_SPANISH} "El programa está en este equipo"
LangString FINISH_TEXT ${LANG_SPANISH} "Lo encuentra en el menú Inicio y en el escritorio."
LangString FINISH_RUN ${LANG_SPANISH} "Abrirlo ahora"
LangString RUNNING ${LANG_SPANISH} "${NAME} sigue abierto en este equipo. Ciérrelo y haga clic en Reintentar."
LangString FORGET ${LANG_SPANISH} "¿Quitar también la clave de Open Dental guardada en este equipo?$\r$\n$\r$\nEl programa que usa la clave perdería la conexión. Si no está seguro, haga clic en No."
