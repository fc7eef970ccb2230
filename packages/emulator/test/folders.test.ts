import { describeFolders } from '../../release-checks/src/describe-folders.ts'

describeFolders('emulator', 'The folders of the emulator')
